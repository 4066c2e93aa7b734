import { type DateSystem, numericText } from "./cell_text.ts"
import { dateStyles } from "./date_styles.ts"
import { refuseInvalid } from "./document_refusal.ts"
import { checkTextLength, markdownTable } from "./markdown_table.ts"
import { openArchive } from "./open_archive.ts"
import { mainPart, relationshipsOf } from "./relationships.ts"
import { scanXml } from "./scan_xml.ts"
import { sharedStrings } from "./shared_strings.ts"
import { sheetRows } from "./sheet_rows.ts"

interface Workbook {
  /** The relationship of each sheet, in their order. */
  readonly sheets: ReadonlyArray<string>
  readonly dates: DateSystem
}

const readWorkbook = (xml: string): Workbook => {
  const sheets: Array<string> = []
  let dates: DateSystem = "windows"
  let isWorkbook = false
  scanXml(xml, {
    open: (name, attribute) => {
      if (name === "workbook") isWorkbook = true
      else if (name === "sheet") sheets.push(attribute("r:id") ?? attribute("id") ?? "")
      else if (name === "workbookPr" && /^(1|true)$/.test(attribute("date1904") ?? "")) dates = "mac"
    },
    close: () => {},
    text: () => {}
  })
  return isWorkbook ? { sheets, dates } : refuseInvalid("its main part is no workbook")
}

const oneLine = (text: string): string =>
  text
    .split(/[\r\n]+/)
    .map((line) => line.trim())
    .join(" ")
    .trim()

/** Every sheet of a workbook as a Markdown table with its first row as the header, and an empty line behind it. */
export const xlsxText = (bytes: Uint8Array): string => {
  const archive = openArchive(bytes)
  const part = mainPart(archive, "xl/workbook.xml")
  const xml = archive.text(part)
  if (xml === undefined) return refuseInvalid("it has no workbook part, so it is no Excel file")
  const parts = relationshipsOf(archive, part)
  const { sheets, dates } = readWorkbook(xml)
  const strings = sharedStrings(archive, parts.find(({ type }) => type === "sharedStrings")?.target)
  const styles = dateStyles(archive, parts.find(({ type }) => type === "styles")?.target)
  const textOf = (type: string, value: string, style: number): string => {
    if (type === "s") return oneLine(strings[Number(value)] ?? "")
    if (type === "b") return value === "1" ? "True" : "False"
    return type === "n" ? numericText(value, styles[style], dates) : oneLine(value)
  }
  let text = ""
  for (const id of sheets) {
    const target = parts.find((found) => found.id === id)?.target
    const sheet = target === undefined ? undefined : archive.text(target)
    // Chart sheets have no cells.
    const [header, ...rows] = sheet === undefined ? [] : sheetRows(sheet, textOf)
    if (header === undefined) continue
    const named = header.map((name, column) => (name === "" ? `Unnamed: ${column}` : name))
    text += `${markdownTable([named, ...rows], ({ length }) => length).join("\n")}\n\n`
    checkTextLength(text.length)
  }
  return text
}
