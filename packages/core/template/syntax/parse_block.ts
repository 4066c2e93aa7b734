import { SyntaxFailure } from "../failure.ts"
import { trim } from "../text/whitespace.ts"
import type { Parser } from "./parser.ts"
import type { BlockStatement } from "./statement.ts"

/** `{% block name scoped required %}...{% endblock name %}`; without other templates a named part of this one. */
export const parseBlock = (parser: Parser, offset: number): ReadonlyArray<BlockStatement> => {
  const { tokens } = parser
  const name = tokens.expectName("the name of the block").text
  if (parser.blocks.has(name)) throw new SyntaxFailure(`the block '${name}' is defined twice`, offset)
  parser.blocks.add(name)
  const scoped = tokens.skipName("scoped")
  const required = tokens.skipName("required")
  if (tokens.isOperator("-")) tokens.fail("block names have no hyphens")
  const { part: body } = parser.collectNames(() => parser.bodyUpTo("endblock"))
  if (required && body.some((statement) => statement.kind !== "text" || trim(statement.text) !== "")) {
    throw new SyntaxFailure(`the required block '${name}' must be empty`, offset)
  }
  tokens.skipName(name)
  return [{ kind: "block", name, scoped, required, body, offset }]
}
