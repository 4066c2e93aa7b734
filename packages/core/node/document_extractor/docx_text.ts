import { refuseInvalid } from "./document_refusal.ts"
import { FlowText } from "./flow_text.ts"
import { openArchive } from "./open_archive.ts"
import { mainPart } from "./relationships.ts"
import { type AttributeLookup, scanXml } from "./scan_xml.ts"

/** Parts of the text that show something again, or that are not shown. */
const passed = new Set(["Fallback", "txbxContent", "del", "moveFrom"])

const marks = new Map([
  ["tab", "\t"],
  ["cr", "\n"],
  ["noBreakHyphen", "-"]
])

/** The paragraphs of a Word document, and its tables as Markdown, in their order. */
export const docxText = (bytes: Uint8Array): string => {
  const archive = openArchive(bytes)
  const xml = archive.text(mainPart(archive, "word/document.xml"))
  if (xml === undefined) return refuseInvalid("it has no document part, so it is no Word document")
  const flow = new FlowText()
  let hidden = 0
  let hasBody = false
  let inRun = 0
  let inText = false
  const open = (name: string, attribute: AttributeLookup): void => {
    if (passed.has(name)) hidden++
    if (hidden > 0) return
    switch (name) {
      case "body":
        hasBody = true
        return
      case "p":
        return flow.startParagraph()
      case "r":
        inRun++
        return
      case "t":
        inText = true
        return
      case "br":
        // Breaks of pages and columns are layout.
        if (inRun > 0 && (attribute("w:type") ?? "textWrapping") === "textWrapping") flow.add("\n")
        return
      case "tbl":
        return flow.startTable()
      case "tr":
        return flow.table?.startRow()
      case "tc":
        return flow.table?.startCell()
      case "gridSpan":
        return flow.table?.span(Number(attribute("w:val") ?? 1))
      case "vMerge":
        if (attribute("w:val") !== "restart") flow.table?.continueAbove()
        return
      default:
        if (inRun > 0) flow.add(marks.get(name) ?? "")
    }
  }
  const close = (name: string): void => {
    if (passed.has(name)) hidden--
    if (hidden > 0) return
    if (name === "p") flow.endParagraph()
    else if (name === "r") inRun--
    else if (name === "t") inText = false
    else if (name === "tc") flow.table?.endCell()
    else if (name === "tr") flow.table?.endRow()
    else if (name === "tbl") flow.endTable()
  }
  scanXml(xml, {
    open,
    close,
    text: (text) => {
      if (inText && hidden === 0) flow.add(text)
    }
  })
  return hasBody ? flow.text() : refuseInvalid("its main part is no Word document")
}
