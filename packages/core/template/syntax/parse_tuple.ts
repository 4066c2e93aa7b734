import type { Expression } from "./expression.ts"
import type { Parser } from "./parser.ts"

/** Whether `a if b else c` may occur, and whether no expression at all is the empty tuple. */
export interface TupleOptions {
  readonly inlineIf: boolean
  readonly empty: boolean
}

const isEnd = (parser: Parser): boolean => {
  const { kind } = parser.tokens.current
  return kind === "output_end" || kind === "block_end" || parser.tokens.isOperator(")")
}

/** One expression, or several with commas between them as a tuple; a comma after one makes a tuple of it. */
export const parseTuple = (parser: Parser, options: TupleOptions): Expression => {
  const { offset } = parser.tokens.current
  if (isEnd(parser)) {
    return options.empty ? { kind: "tuple", items: [], offset } : parser.tokens.fail("an expression is expected")
  }
  const first = parser.expression(options.inlineIf)
  if (!parser.tokens.isOperator(",")) return first
  const items = [first]
  while (parser.tokens.skipOperator(",") && !isEnd(parser)) items.push(parser.expression(options.inlineIf))
  return { kind: "tuple", items, offset }
}
