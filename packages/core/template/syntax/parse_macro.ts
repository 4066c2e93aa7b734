import { SyntaxFailure } from "../failure.ts"
import { parseTargetName } from "./parse_target.ts"
import type { Parser } from "./parser.ts"
import type { MacroStatement, Parameter } from "./statement.ts"

/** The parameters of a macro or call block: `(a, b=1)`. */
export const parseParameters = (parser: Parser): ReadonlyArray<Parameter> => {
  const parameters: Array<Parameter> = []
  const names = new Set<string>()
  parser.tokens.expectOperator("(")
  while (!parser.tokens.isOperator(")")) {
    if (parameters.length > 0) parser.tokens.expectOperator(",")
    const { offset } = parser.tokens.current
    const name = parseTargetName(parser)
    if (names.has(name)) throw new SyntaxFailure(`the parameter '${name}' occurs twice`, offset)
    names.add(name)
    const fallback = parser.tokens.skipOperator("=") ? parser.expression() : undefined
    if (fallback === undefined && parameters.at(-1)?.fallback !== undefined) {
      throw new SyntaxFailure(`the parameter '${name}' needs a default, because the one before it has one`, offset)
    }
    parameters.push({ name, fallback })
  }
  parser.tokens.expectOperator(")")
  return parameters
}

/** `{% macro name(a, b=1) %}...{% endmacro %}` */
export const parseMacro = (parser: Parser, offset: number): ReadonlyArray<MacroStatement> => {
  const name = parseTargetName(parser)
  const parameters = parseParameters(parser)
  const { part: body, names } = parser.collectNames(() => parser.bodyUpTo("endmacro"))
  return [{ kind: "macro", macro: { name, parameters, body, names }, offset }]
}
