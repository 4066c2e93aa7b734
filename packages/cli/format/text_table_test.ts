import { describe, expect, it } from "@effect/vitest"
import { columnsOf, cut, padColumns, textTable } from "./text_table.ts"

describe("text table", () => {
  it.each([
    ["abc", 3],
    ["日本", 4],
    ["é", 1],
    ["e\u0301", 1],
    ["👩‍👩‍👧", 2],
    ["\u001b[31mred\u001b[0m", 3]
  ])("counts the columns of %s", (text, columns) => {
    expect(columnsOf(text)).toBe(columns)
  })

  it("aligns columns whatever their script and colour", () => {
    expect(
      textTable([
        ["日本", "x"],
        ["\u001b[31mred\u001b[0m", "y"],
        ["a", "z"]
      ])
    ).toEqual(["日本  x", "\u001b[31mred\u001b[0m   y", "a     z"])
  })

  it("leaves no spaces at the ends of lines", () => {
    expect(
      textTable([
        ["a", ""],
        ["bcd", "e"]
      ])
    ).toEqual(["a", "bcd  e"])
    expect(textTable([])).toEqual([])
  })

  it("fits into a terminal by cutting the widest of what may be cut", () => {
    const rows = [
      ["id", "a title that is long", "ready", "a value that is even longer than the title"],
      ["1234567890123", "日本", "idle", "x"]
    ]
    const fitted = textTable(rows, { columns: 60, flexible: [1, 3] })
    expect(fitted).toEqual([
      "id             a title that is l…  ready  a value that is e…",
      "1234567890123  日本                idle   x"
    ])
    expect(Math.max(...fitted.map(columnsOf))).toBe(60)
    expect(textTable(rows, { columns: 1000, flexible: [1, 3] })).toEqual(textTable(rows))
  })

  it("leaves something of each column in a terminal that is too narrow", () => {
    expect(textTable([["12345678901234567890", "12345678901234567890"]], { columns: 5, flexible: [1] })).toEqual([
      "12345678901234567890  12345678901…"
    ])
  })

  it("cuts by columns and never through a character", () => {
    expect(cut("abcdef", 4)).toBe("abc…")
    expect(cut("日本語", 4)).toBe("日…")
    expect(cut("👩‍👩‍👧👩‍👩‍👧", 3)).toBe("👩‍👩‍👧…")
    expect(cut("abc", 3)).toBe("abc")
  })

  it("pads nothing that is wide enough", () => {
    expect(padColumns("日本", 3)).toBe("日本")
    expect(padColumns("a", 3)).toBe("a  ")
  })
})
