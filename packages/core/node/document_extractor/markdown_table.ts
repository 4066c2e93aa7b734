import { refuseTooLarge } from "./document_refusal.ts"

/** How many cells the tables of a document may have, empty ones of their rows included. */
const maximumCells = 2_000_000

/** How many characters a text may have that is made of a document. */
export const maximumTextLength = 50_000_000

/** Ends a document whose text grows too long: cells can repeat the same long text a million times. */
export const checkTextLength = (length: number): void => {
  if (length > maximumTextLength) refuseTooLarge(`its text is longer than ${maximumTextLength} characters`)
}

/** Ends a document whose tables have too many cells. */
export const checkCellCount = (cells: number): void => {
  if (cells > maximumCells) refuseTooLarge(`it has more than ${maximumCells} table cells`)
}

const line = (cells: ReadonlyArray<string>): string => `| ${cells.join(" | ")} |`

/** A Markdown table as lines; its first row is the header. The dashes are as many as `dashes` says. */
export const markdownTable = (
  rows: ReadonlyArray<ReadonlyArray<string>>,
  dashes: (header: string) => number
): ReadonlyArray<string> => {
  const [header] = rows
  if (header === undefined) return []
  let length = 0
  const lines = rows.map((row) => {
    const text = line(row)
    checkTextLength((length += text.length))
    return text
  })
  const separator = line(header.map((cell) => "-".repeat(Math.max(1, dashes(cell)))))
  return [lines[0] ?? "", separator, ...lines.slice(1)]
}
