/** A place in a text: line and column from 1, columns in UTF-16 units as editors count them. */
export interface Position {
  readonly line: number
  readonly column: number
}

/** Finds line and column of an offset. A text is looked at only as far as it has been asked for. */
export class LineIndex {
  readonly #text: string
  readonly #end = /\r\n|[\n\r\x85\u2028\u2029]/g
  readonly #starts = [0]
  #complete = false

  constructor(text: string) {
    this.#text = text
  }

  position(offset: number): Position {
    while (!this.#complete && (this.#starts.at(-1) ?? 0) <= offset) this.#nextLine()
    let low = 0
    let high = this.#starts.length - 1
    while (low < high) {
      const middle = Math.ceil((low + high) / 2)
      if ((this.#starts[middle] ?? 0) <= offset) low = middle
      else high = middle - 1
    }
    return { line: low + 1, column: offset - (this.#starts[low] ?? 0) + 1 }
  }

  #nextLine(): void {
    if (this.#end.test(this.#text)) this.#starts.push(this.#end.lastIndex)
    else this.#complete = true
  }
}
