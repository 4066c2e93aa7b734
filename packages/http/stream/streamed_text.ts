interface Piece {
  readonly source: string
  readonly text: string
}

/** The text that a stream has sent so far, so that what a failed attempt said can be taken back. */
export class StreamedText {
  #pieces: Array<Piece> = []

  /** Notes a piece; `source` names the execution and variable that said it. */
  add(source: string, text: string): void {
    this.#pieces.push({ source, text })
  }

  /** Takes back what a source said; the text that is left, or undefined when there was nothing to take back. */
  withdraw(source: string): string | undefined {
    const left = this.#pieces.filter((piece) => piece.source !== source)
    if (left.length === this.#pieces.length) return undefined
    this.#pieces = left
    return left.map(({ text }) => text).join("")
  }
}
