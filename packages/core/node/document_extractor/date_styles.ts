import type { Archive } from "./open_archive.ts"
import { scanXml } from "./scan_xml.ts"

/** What a number format shows: a day, a time of day, or both. */
export type DateFormat = "date" | "time" | "both"

// Numbers of formats that every workbook has.
const builtin = (id: number): DateFormat | undefined => {
  if ((id >= 14 && id <= 17) || (id >= 27 && id <= 31) || id === 36 || (id >= 50 && id <= 58)) return "date"
  if ((id >= 18 && id <= 21) || (id >= 32 && id <= 35) || (id >= 45 && id <= 47)) return "time"
  return id === 22 ? "both" : undefined
}

const custom = (code: string): DateFormat | undefined => {
  // Colours, quoted words and escaped letters say nothing about what is shown.
  const bare = code
    .slice(0, 255)
    .toLowerCase()
    .replaceAll(/\[(?!h+\]|m+\]|s+\])[^\]]*\]|"[^"]*"|\\./g, "")
  const day = /[yd]/.test(bare)
  const time = /[hs]/.test(bare)
  if (day && time) return "both"
  if (time) return "time"
  return day ? "date" : undefined
}

/** What the cell styles of a workbook show as dates, by the number of the style. */
export const dateStyles = (archive: Archive, part: string | undefined): ReadonlyArray<DateFormat | undefined> => {
  const formats = new Map<number, DateFormat | undefined>()
  const styles: Array<DateFormat | undefined> = []
  let inCells = false
  scanXml((part === undefined ? undefined : archive.text(part)) ?? "", {
    open: (name, attribute) => {
      if (name === "numFmt") formats.set(Number(attribute("numFmtId")), custom(attribute("formatCode") ?? ""))
      else if (name === "cellXfs") inCells = true
      else if (name === "xf" && inCells) {
        const id = Number(attribute("numFmtId") ?? 0)
        styles.push(formats.has(id) ? formats.get(id) : builtin(id))
      }
    },
    close: (name) => {
      if (name === "cellXfs") inCells = false
    },
    text: () => {}
  })
  return styles
}
