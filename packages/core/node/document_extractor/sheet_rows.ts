import { checkCellCount, checkTextLength } from "./markdown_table.ts"
import { type AttributeLookup, scanXml } from "./scan_xml.ts"

/** The most columns a sheet can have. */
const maximumColumns = 16_384

/** The number of a column from its letters, from 0; undefined when the reference has none. */
const columnOf = (reference: string | undefined): number | undefined => {
  const letters = /^[A-Za-z]{1,3}(?=\d)/.exec(reference ?? "")?.[0]
  if (letters === undefined) return undefined
  let column = 0
  for (const letter of letters.toUpperCase()) column = column * 26 + letter.charCodeAt(0) - 64
  return Math.min(column, maximumColumns) - 1
}

interface Cell {
  readonly column: number
  readonly type: string
  readonly style: number
  text: string
}

/** The text of a cell: its type (`n`, `s`, `b`, `str`, `inlineStr`, `d`, `e`), what stands in it, and its style. */
export type CellText = (type: string, value: string, style: number) => string

/** The rows of a sheet that are not empty, all as long as the longest. */
export const sheetRows = (xml: string, textOf: CellText): ReadonlyArray<ReadonlyArray<string>> => {
  const rows: Array<Array<string>> = []
  let row: Array<string> = []
  let width = 0
  let length = 0
  let next = 0
  let cell: Cell | undefined
  let inValue = false
  const open = (name: string, attribute: AttributeLookup): void => {
    if (name === "row") {
      row = []
      next = 0
    } else if (name === "c") {
      const column = columnOf(attribute("r")) ?? Math.min(next, maximumColumns - 1)
      cell = { column, type: attribute("t") ?? "n", style: Number(attribute("s") ?? 0), text: "" }
      next = column + 1
    } else if (name === "v" || name === "t") inValue = cell !== undefined
  }
  const endCell = ({ column, type, style, text: value }: Cell): void => {
    const text = textOf(type, value, style)
    if (text === "") return
    checkTextLength((length += text.length))
    while (row.length < column) row.push("")
    row[column] = text
    width = Math.max(width, row.length)
    checkCellCount((rows.length + 1) * width)
  }
  scanXml(xml, {
    open,
    close: (name) => {
      if (name === "v" || name === "t") inValue = false
      else if (name === "c" && cell !== undefined) {
        endCell(cell)
        cell = undefined
      } else if (name === "row" && row.length > 0) rows.push(row)
    },
    text: (text) => {
      if (inValue && cell !== undefined) cell.text += text
    }
  })
  for (const short of rows) while (short.length < width) short.push("")
  return rows
}
