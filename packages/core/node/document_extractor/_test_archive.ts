import { crc32, deflateRawSync } from "node:zlib"

/** For tests: what an entry of an archive says of itself, true or not. */
export interface TestEntry {
  readonly content: string | Uint8Array
  /** The size that the directory claims. */
  readonly claimed?: number
  readonly encrypted?: boolean
  readonly method?: number
}

const numbers = (...fields: ReadonlyArray<readonly [value: number, size: 2 | 4]>): Buffer => {
  const buffer = Buffer.alloc(fields.reduce((length, [, size]) => length + size, 0))
  let offset = 0
  for (const [value, size] of fields) offset = buffer.writeUIntLE(value, offset, size)
  return buffer
}

/** For tests: a zip archive. */
export const archiveOf = (entries: { readonly [name: string]: string | TestEntry }): Uint8Array => {
  const parts: Array<Uint8Array> = []
  const directory: Array<Uint8Array> = []
  let offset = 0
  for (const [name, given] of Object.entries(entries)) {
    const entry = typeof given === "string" ? { content: given } : given
    const content = Buffer.from(entry.content)
    const { method = 8, claimed = content.length, encrypted = false } = entry
    const packed = method === 8 ? deflateRawSync(content) : content
    const encoded = Buffer.from(name)
    const shared = numbers(
      [encrypted ? 1 : 0, 2],
      [method, 2],
      [0, 4],
      [crc32(content), 4],
      [packed.length, 4],
      [claimed, 4],
      [encoded.length, 2],
      [0, 2]
    )
    const local = Buffer.concat([numbers([0x04034b50, 4], [20, 2]), shared, encoded, packed])
    const more = numbers([0, 2], [0, 2], [0, 2], [0, 4], [offset, 4])
    directory.push(numbers([0x02014b50, 4], [20, 2], [20, 2]), shared, more, encoded)
    parts.push(local)
    offset += local.length
  }
  const index = Buffer.concat(directory)
  const count = Object.keys(entries).length
  const end = numbers([0x06054b50, 4], [0, 2], [0, 2], [count, 2], [count, 2], [index.length, 4], [offset, 4], [0, 2])
  return new Uint8Array(Buffer.concat([...parts, index, end]))
}

/** For tests: a Word document with this body. */
export const docxOf = (body: string): Uint8Array =>
  archiveOf({
    "_rels/.rels": `<Relationships><Relationship Id="r1" Type="http://x/officeDocument" Target="word/document.xml"/></Relationships>`,
    "word/document.xml": `<?xml version="1.0"?><w:document xmlns:w="urn:w"><w:body>${body}</w:body></w:document>`
  })

/** For tests: a workbook with one sheet, and what its cells refer to. */
export const xlsxOf = (
  sheet: string,
  more: {
    readonly strings?: ReadonlyArray<string>
    readonly formats?: ReadonlyArray<number>
    readonly properties?: string
  } = {}
): Uint8Array =>
  archiveOf({
    "xl/workbook.xml": `<workbook>${more.properties ?? ""}<sheets><sheet name="One" sheetId="1" r:id="rId1"/></sheets></workbook>`,
    "xl/_rels/workbook.xml.rels": `<Relationships><Relationship Id="rId1" Type="http://x/worksheet" Target="worksheets/sheet1.xml"/><Relationship Id="rId2" Type="http://x/sharedStrings" Target="/xl/sharedStrings.xml"/><Relationship Id="rId3" Type="http://x/styles" Target="styles.xml"/></Relationships>`,
    "xl/sharedStrings.xml": `<sst>${(more.strings ?? []).map((text) => `<si><t>${text}</t></si>`).join("")}</sst>`,
    "xl/styles.xml": `<styleSheet><numFmts><numFmt numFmtId="200" formatCode="[Red]yyyy&quot;h&quot;-mm hh:mm"/></numFmts><cellXfs>${(more.formats ?? [0]).map((id) => `<xf numFmtId="${id}"/>`).join("")}</cellXfs></styleSheet>`,
    "xl/worksheets/sheet1.xml": `<worksheet><sheetData>${sheet}</sheetData></worksheet>`
  })

/** For tests: a PDF of these objects; the first is the catalog. */
export const pdfOfObjects = (objects: ReadonlyArray<string>, trailer = ""): Uint8Array => {
  let text = "%PDF-1.7\n"
  const offsets = objects.map((object, index) => {
    const offset = text.length
    text += `${index + 1} 0 obj\n${object}\nendobj\n`
    return offset
  })
  const start = text.length
  const entries = offsets.map((offset) => `${String(offset).padStart(10, "0")} 00000 n \n`).join("")
  text += `xref\n0 ${objects.length + 1}\n0000000000 65535 f \n${entries}`
  text += `trailer\n<< /Size ${objects.length + 1} /Root 1 0 R ${trailer} >>\nstartxref\n${start}\n%%EOF\n`
  return new Uint8Array(Buffer.from(text, "latin1"))
}

/** For tests: a PDF with a page for each of these contents. */
export const pdfOf = (contents: ReadonlyArray<string>, catalog = "", page = ""): Uint8Array => {
  const kids = contents.map((_, index) => `${4 + index * 2} 0 R`).join(" ")
  return pdfOfObjects([
    `<< /Type /Catalog /Pages 2 0 R ${catalog} >>`,
    `<< /Type /Pages /Kids [${kids}] /Count ${contents.length} >>`,
    "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    ...contents.flatMap((content, index) => [
      `<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Resources << /Font << /F1 3 0 R >> >> /Contents ${5 + index * 2} 0 R ${page} >>`,
      `<< /Length ${content.length} >>\nstream\n${content}\nendstream`
    ])
  ])
}
