import { assert, describe, it } from "@effect/vitest"
import { archiveOf, docxOf } from "./_test_archive.ts"
import { refusalOf } from "./_test_refusal.ts"
import { docxText } from "./docx_text.ts"

describe("docx", () => {
  const p = (text: string) => `<w:p><w:r><w:t>${text}</w:t></w:r></w:p>`

  it("paragraphs and tables keep their order", () => {
    const table = `<w:tbl><w:tr><w:tc>${p("A")}</w:tc><w:tc>${p("B")}${p("b")}</w:tc></w:tr><w:tr><w:tc>${p("1")}</w:tc><w:tc>${p("2")}</w:tc></w:tr></w:tbl>`
    assert.strictEqual(
      docxText(docxOf(p("before") + table + p("after"))),
      "before\n| A | B<br>b |\n| --- | --- |\n| 1 | 2 |\n\nafter"
    )
  })

  it("runs, tabs, breaks, entities, insertions and links are text; deletions, fields and drawings are not", () => {
    const body = `<w:p><w:pPr><w:tabs><w:tab w:val="left"/></w:tabs></w:pPr><w:r><w:t xml:space="preserve">a &amp; &#x4f60; </w:t><w:tab/><w:br/><w:br w:type="page"/><w:noBreakHyphen/></w:r><w:hyperlink r:id="r9"><w:r><w:t>link</w:t></w:r></w:hyperlink><w:ins><w:r><w:t>new</w:t></w:r></w:ins><w:del><w:r><w:delText>old</w:delText><w:t>old</w:t></w:r></w:del><w:r><w:instrText>PAGE</w:instrText></w:r><w:r><mc:AlternateContent><mc:Choice><w:txbxContent>${p("box")}</w:txbxContent></mc:Choice><mc:Fallback>${p("box")}</mc:Fallback></mc:AlternateContent></w:r></w:p><w:sdt><w:sdtContent>${p("control")}</w:sdtContent></w:sdt>`
    assert.strictEqual(docxText(docxOf(body)), "a & 你 \t\n-linknew\ncontrol")
  })

  it("cells that span columns and rows, tables in cells, and empty tables", () => {
    const cell = (inner: string, properties = "") => `<w:tc><w:tcPr>${properties}</w:tcPr>${inner}</w:tc>`
    const body = `<w:tbl><w:tr>${cell(p("wide"), '<w:gridSpan w:val="2"/>')}</w:tr><w:tr>${cell(p("tall"), '<w:vMerge w:val="restart"/>')}${cell(`<w:tbl><w:tr>${cell(p("in"))}</w:tr></w:tbl><w:p/>`)}</w:tr><w:tr>${cell("<w:p/>", "<w:vMerge/>")}${cell(p("z"))}</w:tr></w:tbl><w:tbl><w:tr>${cell("<w:p/>")}</w:tr></w:tbl>`
    assert.strictEqual(docxText(docxOf(body)), "| wide | wide |\n| --- | --- |\n| tall | in<br> |\n| tall | z |\n")
  })

  it("entry names with backslashes, and a main part of another name", () => {
    const document = `<w:document><w:body>${p("x")}</w:body></w:document>`
    assert.strictEqual(docxText(archiveOf({ "word\\document.xml": document })), "x")
    const rels = `<Relationships><Relationship Id="a" Type="http://x/officeDocument" Target="/word/other.xml"/></Relationships>`
    assert.strictEqual(docxText(archiveOf({ "_rels/.rels": rels, "word/other.xml": document })), "x")
  })

  it("a span of a billion columns is cut, and tables nested without end are refused", () => {
    const spans = `<w:tbl><w:tr>${`<w:tc><w:tcPr><w:gridSpan w:val="999999999"/></w:tcPr>${p("x")}</w:tc>`.repeat(3000)}</w:tr></w:tbl>`
    assert.match(
      refusalOf(() => docxText(docxOf(spans))),
      /^too_large: it has more than 2000000 table cells/
    )
    const nested = "<w:tbl><w:tr><w:tc>".repeat(100_000)
    assert.match(
      refusalOf(() => docxText(docxOf(nested))),
      /^invalid: .*nested tables/
    )
  })
})
