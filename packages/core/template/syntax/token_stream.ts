import { SyntaxFailure } from "../failure.ts"
import { type Token, tokenName } from "./token.ts"

/** The tokens of a template, read from left to right. */
export class TokenStream {
  readonly #tokens: ReadonlyArray<Token>
  #index = 0

  constructor(tokens: ReadonlyArray<Token>) {
    this.#tokens = tokens
  }

  /** The token to be read next. */
  get current(): Token {
    return this.peek(0)
  }

  /** A later token; the end of the template stands for all that do not exist. */
  peek(distance: number): Token {
    return this.#tokens[this.#index + distance] ?? { kind: "end", text: "", offset: 0 }
  }

  next(): Token {
    const token = this.current
    if (token.kind !== "end") this.#index++
    return token
  }

  isOperator(text: string): boolean {
    return this.current.kind === "operator" && this.current.text === text
  }

  isName(text: string): boolean {
    return this.current.kind === "name" && this.current.text === text
  }

  /** Reads an operator if it is next. */
  skipOperator(text: string): boolean {
    const found = this.isOperator(text)
    if (found) this.next()
    return found
  }

  /** Reads a word if it is next. */
  skipName(text: string): boolean {
    const found = this.isName(text)
    if (found) this.next()
    return found
  }

  expectOperator(text: string): Token {
    return this.isOperator(text) ? this.next() : this.fail(`'${text}' is expected`)
  }

  expectWord(text: string): Token {
    return this.isName(text) ? this.next() : this.fail(`'${text}' is expected`)
  }

  /** Reads a name, whichever. */
  expectName(what: string): Token {
    return this.current.kind === "name" ? this.next() : this.fail(`${what} is expected`)
  }

  expectBlockEnd(): void {
    if (this.current.kind !== "block_end") this.fail("the statement should end with %}")
    this.next()
  }

  /** Stops with what was hoped for and what was found. */
  fail(hope: string): never {
    throw new SyntaxFailure(`${hope}, but ${tokenName(this.current)} follows`, this.current.offset)
  }
}
