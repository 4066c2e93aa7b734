import { assert, describe, it } from "@effect/vitest"
import { archiveOf } from "./_test_archive.ts"
import { refusalOf } from "./_test_refusal.ts"
import { csvText } from "./csv_text.ts"
import { decodeDocument } from "./decode_document.ts"
import { epubText } from "./epub_text.ts"
import { indentedJson } from "./indented_json.ts"
import { odtText } from "./odt_text.ts"
import { pptxText } from "./pptx_text.ts"
import { propertiesText } from "./properties_text.ts"
import { subtitleText } from "./subtitle_text.ts"

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
      refusalOf(() => indentedJson("{")),
      /^invalid: /
    )
    assert.match(
      refusalOf(() => indentedJson("[".repeat(1e6))),
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
      refusalOf(() => subtitleText("no")),
      /^invalid/
    )
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
