/** A piece of an answer: what the model says, or what it thought inside `<think>` tags. */
export interface SplitPiece {
  readonly kind: "text" | "reasoning"
  readonly text: string
  /** The number of the `<think>` block of a piece of reasoning, from 1. */
  readonly block: number
}

const openTag = /<think(?:\s[^<>]{0,512})?>/i
const closeTag = /<\/think>/i
const unfinishedOpenTag = /^<(?:t(?:h(?:i(?:n(?:k(?:\s[^<>]{0,512})?)?)?)?)?)?$/i
const unfinishedCloseTag = /^<(?:\/(?:t(?:h(?:i(?:n(?:k)?)?)?)?)?)?$/i

/**
 * Splits an answer at its `<think>` tags while it arrives. Tags may be in any case, have attributes (up to 512
 * characters) and be cut anywhere; an unclosed block is reasoning to the end; white space before the first visible text
 * is dropped. Nothing is held back but what may still become a tag.
 */
export class ThinkSplitter {
  #held = ""
  #block = 0
  #inside = false
  #visible = false

  /** The pieces that the next part of the answer completes; none is empty. */
  feed(part: string): ReadonlyArray<SplitPiece> {
    const pieces: Array<SplitPiece> = []
    let rest = this.#held + part
    this.#held = ""
    while (rest !== "") {
      const tag = (this.#inside ? closeTag : openTag).exec(rest)
      if (tag === null) {
        const end = rest.length - this.#unfinished(rest)
        this.#held = rest.slice(end)
        this.#emit(rest.slice(0, end), pieces)
        return pieces
      }
      this.#emit(rest.slice(0, tag.index), pieces)
      rest = rest.slice(tag.index + tag[0].length)
      this.#inside = !this.#inside
      if (this.#inside) this.#block++
    }
    return pieces
  }

  /** What was held back, when the answer has ended. */
  end(): ReadonlyArray<SplitPiece> {
    const pieces: Array<SplitPiece> = []
    this.#emit(this.#held, pieces)
    this.#held = ""
    return pieces
  }

  #unfinished(rest: string): number {
    const start = rest.lastIndexOf("<")
    if (start === -1) return 0
    const tail = rest.slice(start)
    return (this.#inside ? unfinishedCloseTag : unfinishedOpenTag).test(tail) ? tail.length : 0
  }

  #emit(text: string, pieces: Array<SplitPiece>): void {
    const shown = this.#inside || this.#visible ? text : text.trimStart()
    if (shown === "") return
    if (!this.#inside) this.#visible = true
    pieces.push({ kind: this.#inside ? "reasoning" : "text", text: shown, block: this.#inside ? this.#block : 0 })
  }
}
