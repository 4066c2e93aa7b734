import { refuseInvalid } from "./document_refusal.ts"
import { checkTextLength } from "./markdown_table.ts"
import { TableBuilder } from "./table_builder.ts"

/** Tables inside tables; nobody writes more. */
const maximumTableDepth = 50

/** The paragraphs and tables of a text document in their order, while it is read. */
export class FlowText {
  readonly #blocks: Array<string> = []
  readonly #tables: Array<TableBuilder> = []
  /** Paragraphs that are open: a note stands inside the paragraph it belongs to. */
  readonly #paragraphs: Array<Array<string>> = []
  #length = 0

  /** The table that is being read, the innermost one. */
  get table(): TableBuilder | undefined {
    return this.#tables.at(-1)
  }

  startParagraph(): void {
    this.#paragraphs.push([])
  }

  /** Text of the current paragraph; text outside paragraphs is layout. */
  add(text: string): void {
    checkTextLength((this.#length += text.length))
    this.#paragraphs.at(-1)?.push(text)
  }

  endParagraph(): void {
    const text = this.#paragraphs.pop()?.join("")
    if (text === undefined) return
    if (this.table?.paragraph(text) !== true) this.#block(text)
  }

  startTable(): void {
    if (this.#tables.length >= maximumTableDepth) refuseInvalid(`it has more than ${maximumTableDepth} nested tables`)
    this.#tables.push(new TableBuilder())
  }

  endTable(): void {
    const table = this.#tables.pop()
    if (table === undefined) return
    if (this.table !== undefined) for (const text of table.paragraphs()) this.table.paragraph(text)
    else {
      const markdown = table.markdown()
      if (markdown !== undefined) this.#block(markdown)
    }
  }

  #block(text: string): void {
    checkTextLength((this.#length += text.length))
    this.#blocks.push(text)
  }

  /** Everything that was read. */
  text(): string {
    return this.#blocks.join("\n")
  }
}
