import { stripVTControlCharacters } from "node:util"

const segmenter = new Intl.Segmenter()

const wide =
  /\p{Script=Han}|\p{Script=Hiragana}|\p{Script=Katakana}|\p{Script=Hangul}|\p{Emoji_Presentation}|[\uff01-\uff60]/u

// oxlint-disable-next-line no-control-regex
const narrow = /^[\u0020-\u007e]*$/

/** How many columns a text takes in a terminal; Chinese, Japanese and Korean characters and emoji take two. */
export const columnsOf = (text: string): number => {
  const visible = stripVTControlCharacters(text)
  if (narrow.test(visible)) return visible.length
  let columns = 0
  for (const { segment } of segmenter.segment(visible)) columns += wide.test(segment) ? 2 : 1
  return columns
}

/** A text filled up with spaces to so many columns. */
export const padColumns = (text: string, columns: number): string =>
  text + " ".repeat(Math.max(0, columns - columnsOf(text)))

/** Cuts a text to so many columns, with an ellipsis. */
export const cut = (text: string, columns: number): string => {
  if (columnsOf(text) <= columns) return text
  let kept = ""
  let used = 0
  for (const { segment } of segmenter.segment(text)) {
    const width = columnsOf(segment)
    if (used + width > columns - 1) break
    kept += segment
    used += width
  }
  return `${kept}…`
}

const widthsOf = (rows: ReadonlyArray<ReadonlyArray<string>>): Array<number> => {
  const widths: Array<number> = []
  for (const row of rows) {
    for (const [column, cell] of row.entries()) widths[column] = Math.max(widths[column] ?? 0, columnsOf(cell))
  }
  return widths
}

/** What is left of a column at least; less tells nothing. */
const leastWidth = 12

/** Takes columns away where there are most of them, until all fit. */
export const shrink = (widths: Array<number>, { columns, flexible }: TableRoom): void => {
  let excess = widths.reduce((sum, width) => sum + width + 2, -2) - columns
  while (excess > 0) {
    const widest = flexible.reduce((one, other) => ((widths[other] ?? 0) > (widths[one] ?? 0) ? other : one), -1)
    const width = widths[widest] ?? 0
    if (width <= leastWidth) return
    widths[widest] = width - 1
    excess -= 1
  }
}

/** How wide a table may be, and which of its columns may be cut for it: texts without colours. */
export interface TableRoom {
  readonly columns: number
  readonly flexible: ReadonlyArray<number>
}

/** Rows as aligned columns, two spaces apart; the last column is not padded. */
export const textTable = (
  rows: ReadonlyArray<ReadonlyArray<string>>,
  room: TableRoom = { columns: Infinity, flexible: [] }
): ReadonlyArray<string> => {
  const widths = widthsOf(rows)
  shrink(widths, room)
  const fitted = (cell: string, column: number): string =>
    room.flexible.includes(column) ? cut(cell, widths[column] ?? 0) : cell
  return rows.map((row) =>
    row
      .map(fitted)
      .map((cell, column) => (column === row.length - 1 ? cell : padColumns(cell, widths[column] ?? 0)))
      .join("  ")
      .trimEnd()
  )
}
