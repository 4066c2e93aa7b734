import { csvRows } from "./csv_rows.ts"
import { checkTextLength, markdownTable } from "./markdown_table.ts"

const oneLine = (cell: string): string => cell.replaceAll("\n", " ").replaceAll("\r", "")

/** Comma separated text as a Markdown table; lines inside cells are joined. */
export const csvText = (text: string): string => {
  const rows = csvRows(text).map((row) => row.map(oneLine))
  const lines = markdownTable(rows, ({ length }) => length)
  const table = lines.map((line) => `${line}\n`).join("")
  checkTextLength(table.length)
  return table
}
