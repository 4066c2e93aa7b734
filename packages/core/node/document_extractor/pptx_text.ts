import { refuseInvalid } from "./document_refusal.ts"
import { FlowText } from "./flow_text.ts"
import { openArchive } from "./open_archive.ts"
import { mainPart, relationshipsOf } from "./relationships.ts"
import { scanXml } from "./scan_xml.ts"

const slideText = (xml: string): string => {
  const flow = new FlowText()
  let inText = false
  scanXml(xml, {
    open: (name, attribute) => {
      if (name === "p") flow.startParagraph()
      else if (name === "t") inText = true
      else if (name === "br") flow.add("\n")
      else if (name === "tbl") flow.startTable()
      else if (name === "tr") flow.table?.startRow()
      else if (name === "tc") {
        flow.table?.startCell()
        if (attribute("vMerge") === "1") flow.table?.continueAbove()
      }
    },
    close: (name) => {
      if (name === "p") flow.endParagraph()
      else if (name === "t") inText = false
      else if (name === "tc") flow.table?.endCell()
      else if (name === "tr") flow.table?.endRow()
      else if (name === "tbl") flow.endTable()
    },
    text: (text) => {
      if (inText) flow.add(text)
    }
  })
  return flow.text()
}

/** The paragraphs and tables of the slides of a presentation, in the order of the slides. */
export const pptxText = (bytes: Uint8Array): string => {
  const archive = openArchive(bytes)
  const part = mainPart(archive, "ppt/presentation.xml")
  const xml = archive.text(part)
  if (xml === undefined) return refuseInvalid("it has no presentation part, so it is no PowerPoint file")
  const targets = new Map(relationshipsOf(archive, part).map(({ id, target }) => [id, target]))
  const texts: Array<string> = []
  let isPresentation = false
  scanXml(xml, {
    open: (name, attribute) => {
      if (name === "presentation") isPresentation = true
      if (name !== "sldId") return
      const slide = archive.text(targets.get(attribute("r:id") ?? "") ?? "")
      if (slide !== undefined) texts.push(slideText(slide))
    },
    close: () => {},
    text: () => {}
  })
  if (!isPresentation) return refuseInvalid("its main part is no presentation")
  return texts.filter((text) => text !== "").join("\n")
}
