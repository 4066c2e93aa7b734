/** A place in a text: line and column from 1, columns in UTF-16 units as editors count them. */
export interface Position {
  readonly line: number
  readonly column: number
}

const lineEnd = /\r\n|[\n\r\x85\u2028\u2029]/g

/** Finds line and column of an offset; the lines are looked for when the first offset is asked for. */
export class LineIndex {
  readonly #text: string
  #starts: ReadonlyArray<number> | undefined

  constructor(text: string) {
    this.#text = text
  }

  position(offset: number): Position {
    const starts = (this.#starts ??= [
      0,
      ...Array.from(this.#text.matchAll(lineEnd), (end) => end.index + end[0].length)
    ])
    let low = 0
    let high = starts.length - 1
    while (low < high) {
      const middle = Math.ceil((low + high) / 2)
      if ((starts[middle] ?? 0) <= offset) low = middle
      else high = middle - 1
    }
    return { line: low + 1, column: offset - (starts[low] ?? 0) + 1 }
  }
}
