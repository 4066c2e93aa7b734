import type { Expression, FilterExpression } from "./expression.ts"
import { noArgumentList, parseArguments } from "./parse_arguments.ts"
import type { Parser } from "./parser.ts"

/** A filter and its arguments, after the `|`. */
export const parseFilter = (parser: Parser, value: Expression | undefined): FilterExpression => {
  const token = parser.tokens.expectName("the name of a filter")
  const args = parser.tokens.isOperator("(") ? parseArguments(parser) : noArgumentList
  return { kind: "filter", name: token.text, value, args, offset: token.offset }
}

/** The filters of a block: the innermost filters what the block renders. */
export const parseFilterChain = (parser: Parser): FilterExpression => {
  let filter = parseFilter(parser, undefined)
  while (parser.tokens.skipOperator("|")) filter = parseFilter(parser, filter)
  return filter
}
