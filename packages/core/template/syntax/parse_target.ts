import { SyntaxFailure } from "../failure.ts"
import type { Parser } from "./parser.ts"
import type { Target } from "./statement.ts"

const constants = new Set(["true", "false", "none", "True", "False", "None"])

/** A name that can be assigned to. */
export const parseTargetName = (parser: Parser): string => {
  const token = parser.tokens.expectName("a name to assign to")
  if (constants.has(token.text)) throw new SyntaxFailure(`'${token.text}' cannot be assigned to`, token.offset)
  return token.text
}

const endsTuple = (parser: Parser): boolean => {
  const { kind } = parser.tokens.current
  return kind === "block_end" || kind === "output_end" || parser.tokens.isOperator(")")
}

const parseOne = (parser: Parser, attributes: boolean): Target => {
  const { offset } = parser.tokens.current
  if (parser.tokens.skipOperator("(")) {
    const inner = parser.nested(() => parseTarget(parser, attributes))
    parser.tokens.expectOperator(")")
    return inner
  }
  const name = parseTargetName(parser)
  if (!attributes || !parser.tokens.skipOperator(".")) return { kind: "name", name, offset }
  return { kind: "attribute", name, attribute: parser.tokens.expectName("an attribute").text, offset }
}

/** What a loop or `set` assigns to: `name`, `a, (b, c)`, and for `set` `namespace.name`. */
export const parseTarget = (parser: Parser, attributes = false): Target => {
  const { offset } = parser.tokens.current
  const first = parseOne(parser, attributes)
  if (!parser.tokens.isOperator(",")) return first
  const items = [first]
  while (parser.tokens.skipOperator(",") && !endsTuple(parser)) items.push(parseOne(parser, attributes))
  return { kind: "tuple", items, offset }
}
