import type { Parser } from "./parser.ts"
import type { AutoescapeStatement } from "./statement.ts"

/** `{% autoescape true %}...{% endautoescape %}` */
export const parseAutoescape = (parser: Parser, offset: number): ReadonlyArray<AutoescapeStatement> => {
  const enabled = parser.expression()
  return [{ kind: "autoescape", enabled, body: parser.bodyUpTo("endautoescape"), offset }]
}
