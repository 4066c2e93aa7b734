import { checkCellCount } from "./markdown_table.ts"

const quote = 0x22
const comma = 0x2c
const lineFeed = 0x0a
const carriageReturn = 0x0d

/**
 * The rows of comma separated text as Python's `csv.reader` reads them: quotes count at the start of a cell only,
 * doubled quotes are quotes, and what follows a closing quote belongs to the cell.
 */
export const csvRows = (text: string): ReadonlyArray<ReadonlyArray<string>> => {
  const rows: Array<Array<string>> = []
  let row: Array<string> = []
  let cells = 0
  let index = 0
  const quoted = (): string => {
    let cell = ""
    for (;;) {
      const end = text.indexOf('"', index)
      if (end < 0) {
        cell += text.slice(index)
        index = text.length
        return cell
      }
      cell += text.slice(index, end)
      index = end + 1
      if (text.charCodeAt(index) !== quote) return cell
      cell += '"'
      index++
    }
  }
  const plain = (): string => {
    const start = index
    for (; index < text.length; index++) {
      const code = text.charCodeAt(index)
      if (code === comma || code === lineFeed || code === carriageReturn) break
    }
    return text.slice(start, index)
  }
  while (index < text.length) {
    let cell = ""
    if (text.charCodeAt(index) === quote) {
      index++
      cell = quoted()
    }
    row.push(cell + plain())
    checkCellCount(++cells)
    const code = text.charCodeAt(index)
    index++
    if (code === comma && index < text.length) continue
    if (code === comma) row.push("")
    if (code === carriageReturn && text.charCodeAt(index) === lineFeed) index++
    rows.push(row)
    row = []
  }
  return rows
}
