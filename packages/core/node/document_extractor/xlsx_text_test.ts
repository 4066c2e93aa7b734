import { assert, describe, it } from "@effect/vitest"
import { xlsxOf } from "./_test_archive.ts"
import { refusalOf } from "./_test_refusal.ts"
import { xlsxText } from "./xlsx_text.ts"

describe("xlsx", () => {
  const c = (reference: string, value: string, more = "") => `<c r="${reference}" ${more}><v>${value}</v></c>`

  it("sheets become tables: texts, numbers, booleans, dates, formulas, errors, gaps", () => {
    const sheet = `<row r="1">${c("A1", "0", 't="s"')}${c("C1", "1", 't="s"')}</row><row r="2"/><row r="3">${c("A3", "0.30000000000000004")}${c("B3", "1", 't="b"')}${c("C3", "45292", 's="1"')}</row><row r="4"><c r="A4" t="str"><f>A1</f><v>formula</v></c><c r="B4" t="inlineStr"><is><t>in</t></is></c>${c("C4", "45292.5", 's="2"')}${c("D4", "#N/A", 't="e"')}</row>`
    const bytes = xlsxOf(sheet, { strings: ["name", "two\nlines"], formats: [0, 14, 200] })
    assert.strictEqual(
      xlsxText(bytes),
      [
        "| name | Unnamed: 1 | two lines | Unnamed: 3 |",
        "| ---- | ---------- | --------- | ---------- |",
        "| 0.3 | True | 2024-01-01 |  |",
        "| formula | in | 2024-01-01 12:00:00 | #N/A |",
        "",
        ""
      ].join("\n")
    )
  })

  it("days are counted from 1904 when the workbook says so, and prototype names are only names", () => {
    const sheet = `<row>${c("A1", "0", 't="s"')}${c("B1", "1", 't="s"')}</row><row>${c("A2", "0", 's="1"')}${c("B2", "0.5", 's="2"')}</row>`
    const more = {
      strings: ["__proto__", "constructor"],
      formats: [0, 14, 20],
      properties: '<workbookPr date1904="1"/>'
    }
    assert.strictEqual(
      xlsxText(xlsxOf(sheet, more)),
      "| __proto__ | constructor |\n| --------- | ----------- |\n| 1904-01-01 | 12:00:00 |\n\n"
    )
  })

  it("many cells are read, far corners and repeated long texts are refused", () => {
    const row = Array.from({ length: 100 }, (_, index) => `<c><v>${index}</v></c>`).join("")
    const text = xlsxText(xlsxOf(`<row>${row}</row>`.repeat(1000)))
    assert.strictEqual(text.split("\n").length, 1003)
    const corners = `<row>${c("XFD1", "1")}</row>`.repeat(130)
    assert.match(
      refusalOf(() => xlsxText(xlsxOf(corners))),
      /^too_large: it has more than 2000000 table cells/
    )
    const repeated = `<row>${c("A1", "0", 't="s"')}</row>`.repeat(6000)
    assert.match(
      refusalOf(() => xlsxText(xlsxOf(repeated, { strings: ["x".repeat(10_000)] }))),
      /^too_large: its text/
    )
  })

  it("cells that refer to nothing are empty", () => {
    const sheet = `<row>${c("A1", "7", 't="s"')}${c("B1", "x", 's="99"')}<c/></row><row><c r="zz"><v>1</v></c></row>`
    assert.strictEqual(xlsxText(xlsxOf(sheet)), "| Unnamed: 0 | x |\n| ---------- | - |\n| 1 |  |\n\n")
  })
})
