import { parseTarget } from "./parse_target.ts"
import type { Parser } from "./parser.ts"
import type { WithStatement } from "./statement.ts"

/** `{% with a = 1, b = 2 %}...{% endwith %}` */
export const parseWith = (parser: Parser, offset: number): ReadonlyArray<WithStatement> => {
  const assignments: Array<WithStatement["assignments"][number]> = []
  while (parser.tokens.current.kind !== "block_end") {
    if (assignments.length > 0) parser.tokens.expectOperator(",")
    const target = parseTarget(parser)
    parser.tokens.expectOperator("=")
    assignments.push({ target, value: parser.expression() })
  }
  return [{ kind: "with", assignments, body: parser.bodyUpTo("endwith"), offset }]
}
