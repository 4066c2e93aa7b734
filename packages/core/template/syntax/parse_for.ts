import { parseTarget } from "./parse_target.ts"
import type { Parser } from "./parser.ts"
import type { ForStatement } from "./statement.ts"

/** `{% for a, b in list if test recursive %}...{% else %}...{% endfor %}` */
export const parseFor = (parser: Parser, offset: number): ReadonlyArray<ForStatement> => {
  const target = parseTarget(parser)
  parser.tokens.expectWord("in")
  const source = parser.tuple(false)
  const filter = parser.tokens.skipName("if") ? parser.expression() : undefined
  const recursive = parser.tokens.skipName("recursive")
  const { part: body, names } = parser.collectNames(() => parser.body(["else", "endfor"]))
  const otherwise = parser.tokens.next().text === "else" ? parser.bodyUpTo("endfor") : []
  const usesLoop = recursive || names.has("loop")
  return [{ kind: "for", target, source, filter, recursive, usesLoop, body, otherwise, offset }]
}
