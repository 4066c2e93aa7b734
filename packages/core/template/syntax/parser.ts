import { SyntaxFailure } from "../failure.ts"
import type { CallExpression, Expression, FilterExpression } from "./expression.ts"
import { parseExpression } from "./parse_expression.ts"
import { parseFilterChain } from "./parse_filter.ts"
import { parseTuple } from "./parse_tuple.ts"
import type { Body, Statement } from "./statement.ts"
import { statementParsers } from "./statement_parsers.ts"
import type { TokenStream } from "./token_stream.ts"

const maximumNesting = 150

/** Reads one template. Statements and expressions have files of their own, which read through this. */
export class Parser {
  readonly tokens: TokenStream
  /** The names that occurred so far in the innermost body that wants to know. */
  names = new Set<string>()
  /** The names of blocks so far. */
  readonly blocks = new Set<string>()
  #nesting = 0

  constructor(tokens: TokenStream) {
    this.tokens = tokens
  }

  /** The whole template. */
  template(): Body {
    const body = this.#statements([])
    if (this.tokens.current.kind !== "end") this.tokens.fail("the end of the template is expected")
    return body
  }

  /** Statements up to `{% word`, for one of the words, which is not read. */
  body(words: ReadonlyArray<string>): Body {
    // As in Python a colon may stand at the end.
    this.tokens.skipOperator(":")
    this.tokens.expectBlockEnd()
    return this.#statements(words)
  }

  /** Statements up to `{% word %}`, which is read. */
  bodyUpTo(word: string): Body {
    const body = this.body([word])
    this.tokens.expectWord(word)
    return body
  }

  /** An expression; `inlineIf` allows `a if b else c`. */
  expression(inlineIf = true): Expression {
    return this.nested(() => parseExpression(this, inlineIf))
  }

  /** An expression, or several with commas between them as a tuple. */
  tuple(inlineIf = true): Expression {
    return this.nested(() => parseTuple(this, { inlineIf, empty: false }))
  }

  /** The filters of a filter or set block: `upper | trim`. */
  filters(): FilterExpression {
    return parseFilterChain(this)
  }

  /** An expression that has to be a call. */
  call(): CallExpression {
    const expression = this.expression()
    return expression.kind === "call" ? expression : this.tokens.fail("a call of a macro is expected")
  }

  /** Runs a part of the parser and collects the names that occur in it. */
  collectNames<Part>(parse: () => Part): { readonly part: Part; readonly names: ReadonlySet<string> } {
    const outer = this.names
    const names = new Set<string>()
    this.names = names
    const part = parse()
    for (const name of names) outer.add(name)
    this.names = outer
    return { part, names }
  }

  /** Runs a part of the parser one level deeper. */
  nested<Part>(parse: () => Part): Part {
    if (++this.#nesting > maximumNesting) {
      throw new SyntaxFailure(
        `the template is nested more than ${maximumNesting} levels deep`,
        this.tokens.current.offset
      )
    }
    const part = parse()
    this.#nesting--
    return part
  }

  #statements(words: ReadonlyArray<string>): Body {
    return this.nested(() => {
      const body: Array<Statement> = []
      for (;;) {
        const token = this.tokens.current
        if (token.kind === "text") {
          body.push({ kind: "text", text: token.text, offset: token.offset })
          this.tokens.next()
        } else if (token.kind === "output_begin") {
          body.push(this.#output())
        } else if (token.kind === "block_begin") {
          const word = this.tokens.peek(1)
          if (word.kind === "name" && words.includes(word.text)) {
            this.tokens.next()
            return body
          }
          body.push(...this.#statement())
        } else {
          if (words.length > 0) this.tokens.fail(`{% ${words.join(" %} or {% ")} %} is expected`)
          return body
        }
      }
    })
  }

  #output(): Statement {
    const { offset } = this.tokens.next()
    const value = this.tuple()
    if (this.tokens.current.kind !== "output_end") this.tokens.fail("the output should end with }}")
    this.tokens.next()
    return { kind: "output", value, offset }
  }

  #statement(): ReadonlyArray<Statement> {
    this.tokens.next()
    const word = this.tokens.expectName("a statement")
    const parse = statementParsers.get(word.text)
    if (parse === undefined) throw new SyntaxFailure(`there is no statement '${word.text}' here`, word.offset)
    const statements = parse(this, word.offset)
    this.tokens.expectBlockEnd()
    return statements
  }
}
