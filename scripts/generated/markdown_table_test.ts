import { describe, expect, it } from "@effect/vitest"
import { markdownTable } from "./markdown_table.ts"

describe("markdownTable", () => {
  it("writes a header, a rule and rows", () => {
    expect(markdownTable(["a", "b"], [["1", "2"]])).toBe("| a | b |\n|---|---|\n| 1 | 2 |")
  })

  it("hostile: bars and line breaks in a cell open no other cell and no other row", () => {
    expect(markdownTable(["a"], [["x | y\n| z |"]])).toBe("| a |\n|---|\n| x \\| y \\| z \\| |")
  })
})
