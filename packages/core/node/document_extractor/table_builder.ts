import { checkCellCount, markdownTable } from "./markdown_table.ts"

/** Columns that one cell may span; Word has at most 63. */
const maximumSpan = 1000

interface Cell {
  readonly paragraphs: Array<string>
  span: number
  /** Whether it goes on with the cell above it. */
  continues: boolean
}

const textOf = (cell: Cell): string => cell.paragraphs.join("\n")

/** A table of a text document while it is read. Cells that span columns or rows show their text in each of them. */
export class TableBuilder {
  readonly #rows: Array<Array<string>> = []
  #row: Array<string> = []
  #cell: Cell | undefined
  #cells = 0

  startRow(): void {
    this.#row = []
  }

  startCell(): void {
    this.#cell = { paragraphs: [], span: 1, continues: false }
  }

  span(columns: number): void {
    if (this.#cell !== undefined && columns >= 1) this.#cell.span = Math.min(columns, maximumSpan)
  }

  continueAbove(): void {
    if (this.#cell !== undefined) this.#cell.continues = true
  }

  /** A paragraph of the current cell; false when there is no cell to take it. */
  paragraph(text: string): boolean {
    this.#cell?.paragraphs.push(text)
    return this.#cell !== undefined
  }

  endCell(): void {
    const cell = this.#cell
    if (cell === undefined) return
    this.#cell = undefined
    const above = this.#rows.at(-1)?.[this.#row.length]
    const text = cell.continues && above !== undefined ? above : textOf(cell)
    checkCellCount((this.#cells += cell.span))
    for (let column = 0; column < cell.span; column++) this.#row.push(text)
  }

  endRow(): void {
    if (this.#row.length > 0) this.#rows.push(this.#row)
    this.#row = []
  }

  /** The text of all cells, one below the other: what a table inside a cell becomes. */
  paragraphs(): ReadonlyArray<string> {
    return this.#rows.flat()
  }

  /** The table as Markdown with a line end; undefined when it is empty. */
  markdown(): string | undefined {
    if (this.#rows.every((row) => row.every((cell) => cell.trim() === ""))) return undefined
    const rows = this.#rows.map((row) => row.map((cell) => cell.replaceAll("\n", "<br>")))
    return markdownTable(rows, () => 3)
      .map((line) => `${line}\n`)
      .join("")
  }
}
