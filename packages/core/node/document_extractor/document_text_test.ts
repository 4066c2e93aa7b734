import { assert, describe, expect, it } from "@effect/vitest"
import { archiveOf, docxOf, xlsxOf } from "./_test_archive.ts"
import { csvText } from "./csv_text.ts"
import { decodeDocument } from "./decode_document.ts"
import { DocumentRefusal } from "./document_refusal.ts"
import { docxText } from "./docx_text.ts"
import { epubText } from "./epub_text.ts"
import { indentedJson } from "./indented_json.ts"
import { odtText } from "./odt_text.ts"
import { openArchive } from "./open_archive.ts"
import { pptxText } from "./pptx_text.ts"
import { propertiesText } from "./properties_text.ts"
import { scanXml } from "./scan_xml.ts"
import { subtitleText } from "./subtitle_text.ts"
import { xlsxText } from "./xlsx_text.ts"

const refusal = (read: () => unknown): string => {
  try {
    read()
  } catch (cause) {
    if (cause instanceof DocumentRefusal) return `${cause.reason}: ${cause.message}`
    throw cause
  }
  return assert.fail("was read")
}

const ignore = { open: () => {}, close: () => {}, text: () => {} }

describe("decodeDocument", () => {
  it("knows encodings by mark and by look", () => {
    const rows: ReadonlyArray<readonly [string, Uint8Array, string]> = [
      ["UTF-8", Buffer.from("é 你好"), "é 你好"],
      ["UTF-8 with a mark", Buffer.from("\ufeffé"), "é"],
      ["UTF-16 little endian", Buffer.from("\ufeff你好", "utf16le"), "你好"],
      ["UTF-16 big endian", Buffer.from("\ufeffhi", "utf16le").swap16(), "hi"],
      ["UTF-16 without a mark", Buffer.from("hello, world", "utf16le"), "hello, world"],
      ["UTF-16 big endian without a mark", Buffer.from("hello, world", "utf16le").swap16(), "hello, world"],
      ["GB18030", Buffer.from([0x61, 0xc4, 0xe3, 0xba, 0xc3, 0xca, 0xc0, 0xbd, 0xe7]), "a你好世界"],
      ["Windows-1252", Buffer.from("caf\xe9 cr\xe8me \x80", "latin1"), "café crème €"],
      ["French capitals", Buffer.from("\xc9T\xc9 \xc0 NO\xcbL", "latin1"), "ÉTÉ À NOËL"],
      ["UTF-8 cut in a character", Buffer.from("一二三四五六七八九十百").subarray(0, -1), "一二三四五六七八九十\ufffd"],
      ["nothing", new Uint8Array(), ""]
    ]
    for (const [name, bytes, text] of rows) assert.strictEqual(decodeDocument(bytes), text, name)
  })
})

describe("plain documents", () => {
  it("csv becomes a Markdown table, as Python reads it", () => {
    assert.strictEqual(
      csvText('a,"b ""x""",long name\r\n1,"two\nlines",\n'),
      '| a | b "x" | long name |\n| - | ----- | --------- |\n| 1 | two lines |  |\n'
    )
    assert.strictEqual(csvText('a"b,"c"d\n"open'), '| a"b | cd |\n| --- | -- |\n| open |\n')
    assert.strictEqual(csvText(""), "")
    assert.strictEqual(
      csvText("__proto__,constructor\n1,2"),
      "| __proto__ | constructor |\n| --------- | ----------- |\n| 1 | 2 |\n"
    )
  })

  it("json is indented, and its numbers keep every digit", () => {
    assert.strictEqual(
      indentedJson('{"__proto__":[1.0,9007199254740993,"é"],"e":{}}'),
      '{\n  "__proto__": [\n    1.0,\n    9007199254740993,\n    "é"\n  ],\n  "e": {}\n}'
    )
    assert.match(
      refusal(() => indentedJson("{")),
      /^invalid: /
    )
    assert.match(
      refusal(() => indentedJson("[".repeat(1e6))),
      /^invalid: .*levels deep/
    )
  })

  it("properties become name: value lines", () => {
    assert.strictEqual(propertiesText("# c\n a = b=c \nx:y\u2028lone\n\n!d\n"), "# c\na: b=c\nx: y\nlone: \n\n!d")
  })

  it("subtitles become what is said by whom", () => {
    const text =
      "WEBVTT\n\n1\n00:01.000 --> 00:02.000\n<v Ann>Hi <b>you</b>\n\n00:02.000 --> 00:03.000\n<v Ann>there\n\n00:03.000 --> 00:04.000\n<v.loud Bob>Yes\n\nNOTE no\n\n00:05.000 --> 00:06.000\nnobody\n"
    assert.strictEqual(subtitleText(text), 'Ann "Hi you there"\nBob "Yes"\n "nobody"')
    const started = performance.now()
    const endless = `WEBVTT\n\n00:01.000 --> 00:02.000\n<v${" ".repeat(128 * 1024)}`
    assert.match(subtitleText(endless), /^ "/)
    assert.isBelow(performance.now() - started, 1000)
    assert.match(
      refusal(() => subtitleText("no")),
      /^invalid/
    )
  })
})

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
      refusal(() => docxText(docxOf(spans))),
      /^too_large: it has more than 2000000 table cells/
    )
    const nested = "<w:tbl><w:tr><w:tc>".repeat(100_000)
    assert.match(
      refusal(() => docxText(docxOf(nested))),
      /^invalid: .*nested tables/
    )
  })
})

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
      refusal(() => xlsxText(xlsxOf(corners))),
      /^too_large: it has more than 2000000 table cells/
    )
    const repeated = `<row>${c("A1", "0", 't="s"')}</row>`.repeat(6000)
    assert.match(
      refusal(() => xlsxText(xlsxOf(repeated, { strings: ["x".repeat(10_000)] }))),
      /^too_large: its text/
    )
  })

  it("cells that refer to nothing are empty", () => {
    const sheet = `<row>${c("A1", "7", 't="s"')}${c("B1", "x", 's="99"')}<c/></row><row><c r="zz"><v>1</v></c></row>`
    assert.strictEqual(xlsxText(xlsxOf(sheet)), "| Unnamed: 0 | x |\n| ---------- | - |\n| 1 |  |\n\n")
  })
})

describe("other archives", () => {
  it("pptx: slides in their order, with tables", () => {
    const slide = (text: string) =>
      `<p:sld><a:p><a:r><a:t>${text}</a:t></a:r></a:p><a:tbl><a:tr><a:tc><a:p><a:r><a:t>c</a:t></a:r></a:p></a:tc></a:tr></a:tbl></p:sld>`
    const bytes = archiveOf({
      "ppt/presentation.xml": `<p:presentation><p:sldIdLst><p:sldId id="1" r:id="b"/><p:sldId id="2" r:id="a"/></p:sldIdLst></p:presentation>`,
      "ppt/_rels/presentation.xml.rels": `<Relationships><Relationship Id="a" Type="x/slide" Target="slides/1.xml"/><Relationship Id="b" Type="x/slide" Target="slides/2.xml"/></Relationships>`,
      "ppt/slides/1.xml": slide("one"),
      "ppt/slides/2.xml": slide("two")
    })
    assert.strictEqual(pptxText(bytes), "two\n| c |\n| --- |\n\none\n| c |\n| --- |\n")
  })

  it("odt: headings, spaces, notes and tables", () => {
    const content = `<office:text><text:h>Title</text:h><text:p>a<text:s text:c="2"/>b<text:tab/>c<text:note><text:note-citation>1</text:note-citation><text:note-body><text:p>note</text:p></text:note-body></text:note> d</text:p><table:table><table:table-row><table:table-cell><text:p>x</text:p></table:table-cell></table:table-row></table:table></office:text>`
    assert.strictEqual(odtText(archiveOf({ "content.xml": content })), "Title\nnote\na  b\tc d\n| x |\n| --- |")
  })

  it("epub: chapters in reading order, wherever their names point", () => {
    const bytes = archiveOf({
      "META-INF/container.xml": `<container><rootfiles><rootfile full-path="OEBPS/my%20book.opf"/></rootfiles></container>`,
      "OEBPS/my book.opf": `<package><manifest><item id="a" href="a.xhtml#x"/><item id="b" href="../b%C3%A9.xhtml"/><item id="e" href="../../../../etc/passwd"/></manifest><spine><itemref idref="b"/><itemref idref="a"/><itemref idref="e"/></spine></package>`,
      "OEBPS/a.xhtml": `<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.1//EN" "http://127.0.0.1:9/x.dtd"><html><head><title>t</title></head><body><h1>One&nbsp;two</h1><p>a <b>b</b><br/>c</p></body></html>`,
      "bé.xhtml": "<html><body><p>first</p></body></html>"
    })
    assert.strictEqual(epubText(bytes), "first\nOne two\na b\nc")
  })
})

describe("hostile archives and XML", () => {
  it("zip bombs are refused by size, by ratio and by number, whatever the directory claims", () => {
    const zeros = new Uint8Array(40 * 1024 * 1024)
    const document = "word/document.xml"
    assert.match(
      refusal(() => docxText(archiveOf({ [document]: { content: "x", claimed: 100 * 1024 * 1024 } }))),
      /^too_large: its archive holds more/
    )
    assert.match(
      refusal(() => docxText(archiveOf({ [document]: { content: zeros, claimed: 10 } }))),
      /^too_large: .*packed more than 200 to one/
    )
    const many = Object.fromEntries(Array.from({ length: 10_001 }, (_, index) => [`e${index}`, ""]))
    assert.match(
      refusal(() => docxText(archiveOf(many))),
      /^too_large: .*entries/
    )
  })

  it("encrypted archives and old binary formats have a word of their own", () => {
    assert.match(
      refusal(() => docxText(archiveOf({ "word/document.xml": { content: "x", encrypted: true } }))),
      /^encrypted/
    )
    const old = new Uint8Array([0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1, ...new Uint8Array(600)])
    assert.match(
      refusal(() => xlsxText(old)),
      /^encrypted: .*old Office/
    )
  })

  it("names that climb out of an archive are only names", () => {
    const archive = openArchive(archiveOf({ "../../etc/passwd": "x", __proto__x: "y" }))
    assert.deepStrictEqual(archive.names, ["../../etc/passwd", "__proto__x"])
    assert.isUndefined(archive.text("constructor"))
    assert.isUndefined(archive.text("__proto__"))
  })

  it("broken archives are refused wherever they are broken", () => {
    const whole = docxOf("<w:p><w:r><w:t>some text</w:t></w:r></w:p>")
    const outcomes = new Set<string>()
    for (let index = 0; index < whole.length; index++) {
      for (const broken of [whole.subarray(0, index), whole.with(index, (whole[index] ?? 0) ^ 0xff)]) {
        try {
          outcomes.add(typeof docxText(broken))
        } catch (cause) {
          assert.instanceOf(cause, DocumentRefusal, String(cause))
          outcomes.add("refused")
        }
      }
    }
    assert.deepStrictEqual([...outcomes].sort(), ["refused", "string"])
  })

  it("declared entities are refused, external ones are never asked, unknown ones stay", () => {
    const bomb = `<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]><x>&b;</x>`
    assert.match(
      refusal(() => scanXml(bomb, ignore)),
      /^invalid: its XML declares entities/
    )
    const texts: Array<string> = []
    scanXml(`<!DOCTYPE x SYSTEM "file:///etc/passwd"><x>&ext;&lt;&#0;&#x110000;</x>`, {
      ...ignore,
      text: (text) => texts.push(text)
    })
    assert.deepStrictEqual(texts, ["&ext;<\0\ufffd"])
  })

  it("XML is read in linear time, however it is broken", () => {
    const size = 500_000
    const attacks = [
      `<${"a".repeat(size)}`,
      `<a ${"b".repeat(size)}>`,
      `<a ${" ".repeat(size)}b="c">`,
      `<a ${"b ".repeat(size)}>`,
      `<a b="${"'".repeat(size)}">`,
      "<a>".repeat(size / 4),
      "&amp".repeat(size / 4),
      `<x>${"&".repeat(size)}</x>`,
      "<!--".repeat(size / 4),
      "<![CDATA[".repeat(size / 9),
      "<>".repeat(size / 2)
    ]
    for (const attack of attacks) {
      const started = performance.now()
      const read = () => scanXml(attack, { ...ignore, open: (_, attribute) => attribute("b") })
      try {
        read()
      } catch (cause) {
        assert.instanceOf(cause, DocumentRefusal)
      }
      assert.isBelow(performance.now() - started, 2000, attack.slice(0, 20))
    }
    expect(attacks).toHaveLength(11)
  })
})
