import { describe, expect, it } from "@effect/vitest"
import { exitCodes } from "./exit_codes.ts"
import { replaceSections } from "./replace_sections.ts"

const makers = new Map([
  ["one", () => "first $& $1\n"],
  ["two", () => "second"]
])

describe("replaceSections", () => {
  it("replaces what stands between the marks, and nothing else", () => {
    const text = "a\n<!-- generated: one -->\nold\n<!-- end -->\nb\n<!-- generated: two -->\n<!-- end -->\n"
    const made = replaceSections(text, makers)
    expect(made).toEqual({
      text: "a\n<!-- generated: one -->\nfirst $& $1\n<!-- end -->\nb\n<!-- generated: two -->\nsecond\n<!-- end -->\n",
      names: ["one", "two"],
      problems: []
    })
    expect(replaceSections(made.text, makers).text).toBe(made.text)
  })

  it("touches no text when a mark is unknown or never ends", () => {
    const text = "<!-- generated: three -->\nkept\n<!-- end -->\n<!-- generated: one -->\nthe rest of the file\n"
    const { text: made, problems } = replaceSections(text, makers)
    expect(made).toBe(text)
    expect(problems).toEqual(['nothing generates "three"; known: one, two', '"one" has no <!-- end -->'])
  })
})

describe("exitCodes", () => {
  it("lists each code once, in order", () => {
    const codes = [...exitCodes().matchAll(/^\| (\d+) /gm)].map(([, code]) => Number(code))
    expect(codes).toEqual([...new Set(codes)].toSorted((left, right) => left - right))
    expect(codes).toContain(33)
  })
})
