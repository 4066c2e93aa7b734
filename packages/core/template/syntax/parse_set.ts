import { parseTarget } from "./parse_target.ts"
import type { Parser } from "./parser.ts"
import type { Statement } from "./statement.ts"

/** `{% set a = 1 %}`, `{% set a, b = 1, 2 %}`, and `{% set a | filter %}...{% endset %}`. */
export const parseSet = (parser: Parser, offset: number): ReadonlyArray<Statement> => {
  const target = parseTarget(parser, true)
  if (parser.tokens.skipOperator("=")) return [{ kind: "set", target, value: parser.tuple(), offset }]
  const filter = parser.tokens.skipOperator("|") ? parser.filters() : undefined
  return [{ kind: "set_block", target, filter, body: parser.bodyUpTo("endset"), offset }]
}
