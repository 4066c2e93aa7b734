import { describe, expect, it } from "@effect/vitest"
import { namedValueLines, shortValue, wholeValue } from "./value_text.ts"

describe("values as text", () => {
  it("shows the beginning of a long value in one line", () => {
    expect(shortValue("Hello\nAda", 40)).toBe('"Hello\\nAda"')
    expect(shortValue("x".repeat(1_000_000), 10)).toBe('"xxxxxxxx…')
    expect(shortValue({ a: [1, 2] }, 40)).toBe('{"a":[1,2]}')
    expect(shortValue(null, 40)).toBe("null")
  })

  it("shows a whole text as it is and anything else as JSON", () => {
    expect(wholeValue("one\ntwo")).toBe("one\ntwo")
    expect(wholeValue({ a: 1 })).toBe('{\n  "a": 1\n}')
    expect(wholeValue("\u001b[2Jx")).toBe("x")
  })

  it("puts the lines of a text below each other", () => {
    expect(namedValueLines({ a: "one\ntwo", long: 2 })).toEqual(["a     one", "      two", "long  2"])
    expect(namedValueLines({})).toEqual([])
  })

  it("keeps a name such as __proto__", () => {
    expect(namedValueLines(JSON.parse('{"__proto__": "x"}'))).toEqual(["__proto__  x"])
  })
})
