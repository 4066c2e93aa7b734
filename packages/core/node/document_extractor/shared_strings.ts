import type { Archive } from "./open_archive.ts"
import { scanXml } from "./scan_xml.ts"

/** The texts that cells of a workbook refer to by number. Readings of Chinese characters are left out. */
export const sharedStrings = (archive: Archive, part: string | undefined): ReadonlyArray<string> => {
  const strings: Array<string> = []
  let current = ""
  let inText = false
  let inReading = false
  scanXml((part === undefined ? undefined : archive.text(part)) ?? "", {
    open: (name) => {
      if (name === "si") current = ""
      else if (name === "rPh") inReading = true
      else if (name === "t") inText = true
    },
    close: (name) => {
      if (name === "si") strings.push(current)
      else if (name === "rPh") inReading = false
      else if (name === "t") inText = false
    },
    text: (text) => {
      if (inText && !inReading) current += text
    }
  })
  return strings
}
