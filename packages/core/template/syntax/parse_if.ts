import type { Parser } from "./parser.ts"
import type { Body, IfStatement } from "./statement.ts"

/** `{% if a %}...{% elif b %}...{% else %}...{% endif %}` */
export const parseIf = (parser: Parser, offset: number): ReadonlyArray<IfStatement> => {
  const branches: Array<IfStatement["branches"][number]> = []
  let otherwise: Body = []
  for (;;) {
    const test = parser.tuple(false)
    branches.push({ test, body: parser.body(["elif", "else", "endif"]) })
    const word = parser.tokens.next().text
    if (word === "elif") continue
    if (word === "else") otherwise = parser.bodyUpTo("endif")
    return [{ kind: "if", branches, otherwise, offset }]
  }
}
