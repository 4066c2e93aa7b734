import { SyntaxFailure } from "../failure.ts"
import { isSpaceAt, trimEnd } from "../text/whitespace.ts"
import { readTokens } from "./expression_lexer.ts"
import type { Token } from "./token.ts"

const skipSpace = (source: string, index: number): number => {
  let end = index
  while (end < source.length && isSpaceAt(source, end)) end++
  return end
}

/** Where a word ends that stands at an index, white space before it skipped; -1 when another word stands there. */
const afterWord = (source: string, index: number, word: string): number => {
  const start = skipSpace(source, index)
  return source.startsWith(word, start) ? start + word.length : -1
}

interface BlockEnd {
  readonly next: number
  readonly trims: boolean
}

/** The end of a statement at an index: `%}`, `-%}` or `+%}`. */
const blockEndAt = (source: string, index: number, plus: boolean): BlockEnd | undefined => {
  const start = skipSpace(source, index)
  if (source.startsWith("%}", start)) return { next: start + 2, trims: false }
  if (source.startsWith("-%}", start)) return { next: start + 3, trims: true }
  return plus && source.startsWith("+%}", start) ? { next: start + 3, trims: false } : undefined
}

const signLength = (source: string, index: number): number => (source[index] === "-" || source[index] === "+" ? 1 : 0)

/** Splits a template into tokens in one pass from left to right. */
class Lexer {
  readonly #source: string
  readonly #tokens: Array<Token> = []
  #index = 0
  #trimsNext = false

  constructor(source: string) {
    this.#source = source
  }

  read(): ReadonlyArray<Token> {
    const source = this.#source
    for (;;) {
      const open = this.#nextOpening()
      if (open < 0) break
      const trims = source[open + 2] === "-"
      this.#text(open, trims)
      const inside = open + 2 + signLength(source, open + 2)
      if (source[open + 1] === "#") this.#comment(inside, open)
      else if (source[open + 1] === "{") this.#expression("output", inside, open)
      else if (!this.#raw(inside, open)) this.#expression("block", inside, open)
    }
    this.#text(source.length, false)
    this.#tokens.push({ kind: "end", text: "", offset: source.length })
    return this.#tokens
  }

  #nextOpening(): number {
    const source = this.#source
    let open = source.indexOf("{", this.#index)
    while (open >= 0) {
      const next = source[open + 1]
      if (next === "{" || next === "%" || next === "#") return open
      open = source.indexOf("{", open + 1)
    }
    return -1
  }

  #text(end: number, trims: boolean): void {
    const start = this.#trimsNext ? Math.min(skipSpace(this.#source, this.#index), end) : this.#index
    const text = this.#source.slice(start, end)
    this.#trimsNext = false
    const kept = trims ? trimEnd(text) : text
    if (kept !== "") this.#tokens.push({ kind: "text", text: kept, offset: start })
  }

  /** As in Jinja2, a comment or raw block that begins where the template ends needs no end of its own. */
  #isOver(index: number): boolean {
    this.#index = index
    return index >= this.#source.length
  }

  #comment(inside: number, open: number): void {
    if (this.#isOver(inside)) return
    const close = this.#source.indexOf("#}", inside)
    if (close < 0) throw new SyntaxFailure("the comment is not closed by #}", open)
    this.#trimsNext = close > inside && this.#source[close - 1] === "-"
    this.#index = close + 2
  }

  #expression(kind: "output" | "block", inside: number, open: number): void {
    this.#tokens.push({ kind: `${kind}_begin`, text: "", offset: open })
    const { next, trims } = readTokens(this.#source, inside, kind, this.#tokens)
    this.#index = next
    this.#trimsNext = trims
  }

  /** `{% raw %}` up to `{% endraw %}` is literal text. */
  #raw(inside: number, open: number): boolean {
    const source = this.#source
    const word = afterWord(source, inside, "raw")
    const begin = word < 0 ? undefined : blockEndAt(source, word, false)
    if (begin === undefined) return false
    if (this.#isOver(begin.trims ? skipSpace(source, begin.next) : begin.next)) return true
    this.#trimsNext = begin.trims
    for (let close = source.indexOf("{%", begin.next); close >= 0; close = source.indexOf("{%", close + 1)) {
      const sign = signLength(source, close + 2)
      const endWord = afterWord(source, close + 2 + sign, "endraw")
      const end = endWord < 0 ? undefined : blockEndAt(source, endWord, true)
      if (end === undefined) continue
      this.#text(close, source[close + 2] === "-")
      this.#index = end.next
      this.#trimsNext = end.trims
      return true
    }
    throw new SyntaxFailure("{% raw %} is not closed by {% endraw %}", open)
  }
}

/** The tokens of a normalised template. */
export const tokensOf = (source: string): ReadonlyArray<Token> => new Lexer(source).read()
