import { assert, describe, it } from "@effect/vitest"
import { contentDisposition } from "./content_disposition.ts"
import { isFileByHeaders, isFileBySample } from "./response_kind.ts"

describe("text or file", () => {
  it.each<[string, string | undefined, boolean | undefined]>([
    ["", undefined, false],
    ["text/html; charset=utf-8", undefined, false],
    ["text/csv", undefined, false],
    ["text/plain", "attachment", true],
    ["text/plain", "attachment; filename=x", true],
    ["text/plain", 'inline; filename="a.txt"', true],
    ["text/plain", "inline", false],
    ["application/json", undefined, false],
    ["APPLICATION/VND.API+JSON", undefined, false],
    ["application/xhtml+xml", undefined, false],
    ["application/javascript", undefined, false],
    ["application/x-yaml", undefined, false],
    ["application/graphql", undefined, false],
    ["application/json", "attachment", true],
    ["application/octet-stream", undefined, undefined],
    ["application/pdf", undefined, undefined],
    ["application/vnd.openxmlformats-officedocument.wordprocessingml.document", undefined, undefined],
    ["image/png", undefined, true],
    ["audio/mpeg", undefined, true],
    ["video/mp4", undefined, true],
    ["font/woff2", undefined, false]
  ])("%s with disposition %s", (type, disposition, expected) =>
    assert.strictEqual(isFileByHeaders(type, disposition), expected)
  )

  it("the first bytes of application types decide: UTF-8 with a mark of JSON, markup or code is text", () => {
    for (const text of ['{"a": 1}', "[1]", "<a>", "function f", "var x", "const x", "let x"]) {
      assert.strictEqual(isFileBySample(Buffer.from(text)), false, text)
    }
    for (const bytes of [Buffer.from("plain words"), Buffer.from(""), Buffer.from([0x25, 0x50, 0xff, 0x7b])]) {
      assert.strictEqual(isFileBySample(bytes), true)
    }
    // A character cut in two by the end of the sample does not make text a file.
    assert.strictEqual(isFileBySample(Buffer.from(`{"text": "${"é".repeat(2000)}"}`)), false)
    assert.strictEqual(isFileBySample(Buffer.from(`{"text": "x${"é".repeat(2000)}"}`)), false)
  })
})

describe("content-disposition", () => {
  it.each<[string, boolean, string | undefined]>([
    ["attachment", true, undefined],
    ["ATTACHMENT; filename=report.pdf", true, "report.pdf"],
    ['inline; filename="a \\"b\\".txt"', false, 'a "b".txt'],
    ["attachment; filename=x.txt; filename*=UTF-8''%e2%82%ac%20rates.txt", true, "€ rates.txt"],
    ["attachment; filename*=iso-8859-1'en'%A3.txt", true, "£.txt"],
    ["attachment; filename*=nonsense''%41.txt", true, "%41.txt"],
    // C.3 row 24
    ['attachment; filename="../../etc/passwd"', true, "passwd"],
    ['attachment; filename="..\\\\..\\\\windows\\\\win.ini"', true, "win.ini"],
    ["attachment; filename*=UTF-8''..%2F..%2Fetc%2Fshadow", true, "shadow"],
    ["attachment; filename*=UTF-8''a%0D%0Ab.txt", true, "ab.txt"],
    ['attachment; filename=".."', true, undefined],
    ['attachment; filename="a/"', true, undefined],
    ["attachments; filename=x", false, "x"]
  ])("%s", (header, attachment, filename) =>
    assert.deepStrictEqual(contentDisposition(header), { attachment, filename })
  )
})
