import { refuseInvalid } from "./document_refusal.ts"
import { FlowText } from "./flow_text.ts"
import { openArchive } from "./open_archive.ts"
import { scanXml } from "./scan_xml.ts"

const maximumSpaces = 1000
const hiddenParts = new Set(["tracked-changes", "annotation", "note-citation"])

/** The paragraphs, headings and tables of an OpenDocument text, in their order. */
export const odtText = (bytes: Uint8Array): string => {
  const archive = openArchive(bytes)
  const xml = archive.text("content.xml")
  if (xml === undefined) return refuseInvalid("it has no content part, so it is no OpenDocument text")
  const flow = new FlowText()
  let hidden = 0
  scanXml(xml, {
    open: (name, attribute) => {
      if (hiddenParts.has(name)) hidden++
      if (hidden > 0) return
      if (name === "p" || name === "h") flow.startParagraph()
      else if (name === "tab") flow.add("\t")
      else if (name === "line-break") flow.add("\n")
      else if (name === "s") flow.add(" ".repeat(Math.min(Number(attribute("c") ?? 1) || 0, maximumSpaces)))
      else if (name === "table") flow.startTable()
      else if (name === "table-row") flow.table?.startRow()
      else if (name === "table-cell") {
        flow.table?.startCell()
        flow.table?.span(Number(attribute("number-columns-spanned") ?? 1))
      }
    },
    close: (name) => {
      if (hiddenParts.has(name)) hidden--
      if (hidden > 0) return
      if (name === "p" || name === "h") flow.endParagraph()
      else if (name === "table-cell") flow.table?.endCell()
      else if (name === "table-row") flow.table?.endRow()
      else if (name === "table") flow.endTable()
    },
    text: (text) => {
      if (hidden === 0) flow.add(text.replaceAll(/\s+/g, " "))
    }
  })
  return flow.text().trim()
}
