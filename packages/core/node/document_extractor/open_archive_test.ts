import { assert, describe, expect, it } from "@effect/vitest"
import { archiveOf, docxOf } from "./_test_archive.ts"
import { refusalOf } from "./_test_refusal.ts"
import { DocumentRefusal } from "./document_refusal.ts"
import { docxText } from "./docx_text.ts"
import { openArchive } from "./open_archive.ts"
import { scanXml } from "./scan_xml.ts"
import { xlsxText } from "./xlsx_text.ts"

const ignore = { open: () => {}, close: () => {}, text: () => {} }

describe("hostile archives and XML", () => {
  it("zip bombs are refused by size, by ratio and by number, whatever the directory claims", () => {
    const zeros = new Uint8Array(40 * 1024 * 1024)
    const document = "word/document.xml"
    assert.match(
      refusalOf(() => docxText(archiveOf({ [document]: { content: "x", claimed: 100 * 1024 * 1024 } }))),
      /^too_large: its archive holds more/
    )
    assert.match(
      refusalOf(() => docxText(archiveOf({ [document]: { content: zeros, claimed: 10 } }))),
      /^too_large: .*packed more than 200 to one/
    )
    const many = Object.fromEntries(Array.from({ length: 10_001 }, (_, index) => [`e${index}`, ""]))
    assert.match(
      refusalOf(() => docxText(archiveOf(many))),
      /^too_large: .*entries/
    )
  })

  it("encrypted archives and old binary formats have a word of their own", () => {
    assert.match(
      refusalOf(() => docxText(archiveOf({ "word/document.xml": { content: "x", encrypted: true } }))),
      /^encrypted/
    )
    const compound = [0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1, ...new Uint8Array(600)]
    const kept = Buffer.from("EncryptedPackage", "utf16le")
    assert.strictEqual(
      refusalOf(() => xlsxText(new Uint8Array(compound))),
      "old_format: it is in the binary format of old Office versions"
    )
    assert.strictEqual(
      refusalOf(() => xlsxText(new Uint8Array([...compound, ...kept]))),
      "encrypted: it has a password"
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
      refusalOf(() => scanXml(bomb, ignore)),
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
