import { describe, expect, it } from "@effect/vitest"
import { oneLine, safeText } from "./safe_text.ts"

// oxlint-disable-next-line no-control-regex
const steering = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/

/** Texts that steer a terminal or the eye. */
const attacks = [
  ["clears the screen", "\u001b[2J\u001b[1;1Hgone"],
  ["sets the title of the window", "\u001b]0;owned\u0007x"],
  ["makes a link", "\u001b]8;;http://evil.example\u001b\\click\u001b]8;;\u001b\\"],
  ["uses eight-bit escapes", "\u009b31mred\u009d0;t\u009c"],
  ["hides an escape in an escape", "\u001b\u001b[31m[31mred"],
  ["leaves an escape open", "a\u001b["],
  ["writes over the line", "fail\rok  "],
  ["goes back", "bad\b\b\bgood"],
  ["turns the text around", "\u202egnp.exe\u202c\u2066x\u2069"],
  ["answers for the user", "\u001bP$q q\u001b\\\u0005"]
] as const

describe("safe text", () => {
  it.each(attacks)("takes the power from a text that %s", (_, attack) => {
    expect(oneLine(attack)).not.toMatch(steering)
    expect(safeText(attack)).not.toMatch(steering)
  })

  it("keeps a title on one line, so that it cannot forge another", () => {
    expect(oneLine("start\r\n  ok  forged\u2028x\u0085y")).toBe("start   ok  forged x y")
  })

  it("keeps lines and tabs of a whole text", () => {
    expect(safeText("one\r\n\ttwo\nthree")).toBe("one\n\ttwo\nthree")
  })

  it.each(["Zürich 日本語 🎉", "שלום", "a b"])("leaves %s alone", (text) => {
    expect(oneLine(text)).toBe(text)
    expect(safeText(text)).toBe(text)
  })
})
