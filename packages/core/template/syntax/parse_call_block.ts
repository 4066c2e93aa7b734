import { parseParameters } from "./parse_macro.ts"
import type { Parser } from "./parser.ts"
import type { CallBlockStatement } from "./statement.ts"

/** `{% call(item) name(1) %}...{% endcall %}`: the macro gets the body as `caller`. */
export const parseCallBlock = (parser: Parser, offset: number): ReadonlyArray<CallBlockStatement> => {
  const parameters = parser.tokens.isOperator("(") ? parseParameters(parser) : []
  const call = parser.call()
  const { part: body, names } = parser.collectNames(() => parser.bodyUpTo("endcall"))
  return [{ kind: "call_block", call, caller: { name: "caller", parameters, body, names }, offset }]
}
