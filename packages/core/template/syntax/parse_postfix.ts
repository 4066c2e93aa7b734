import type { Expression } from "./expression.ts"
import { parseArguments } from "./parse_arguments.ts"
import { parseFilter } from "./parse_filter.ts"
import { numberLiteral, parsePrimary } from "./parse_primary.ts"
import type { Parser } from "./parser.ts"

const parseAttribute = (parser: Parser, object: Expression): Expression => {
  const { offset } = parser.tokens.next()
  const { kind } = parser.tokens.current
  if (kind === "name") return { kind: "attribute", object, name: parser.tokens.next().text, offset }
  if (kind === "integer") return { kind: "item", object, key: numberLiteral(parser.tokens.next()), offset }
  return parser.tokens.fail("the name of an attribute is expected")
}

const sliceEnds = (parser: Parser): boolean =>
  parser.tokens.isOperator(":") || parser.tokens.isOperator(",") || parser.tokens.isOperator("]")

const parseSlicePart = (parser: Parser): Expression | undefined => (sliceEnds(parser) ? undefined : parser.expression())

const parseItem = (parser: Parser, object: Expression): Expression => {
  const { offset } = parser.tokens.next()
  const start = parseSlicePart(parser)
  if (parser.tokens.skipOperator(":")) {
    const stop = parseSlicePart(parser)
    const step = parser.tokens.skipOperator(":") ? parseSlicePart(parser) : undefined
    parser.tokens.expectOperator("]")
    return { kind: "slice", object, start, stop, step, offset }
  }
  const keys = start === undefined ? [] : [start]
  while (keys.length > 0 && parser.tokens.skipOperator(",")) keys.push(parser.expression())
  parser.tokens.expectOperator("]")
  const key: Expression = start !== undefined && keys.length === 1 ? start : { kind: "tuple", items: keys, offset }
  return { kind: "item", object, key, offset }
}

/** What may follow a primary expression: `.name`, `[key]`, `(arguments)`. */
export const parsePostfix = (parser: Parser, start: Expression): Expression => {
  let expression = start
  for (;;) {
    const { offset } = parser.tokens.current
    if (parser.tokens.isOperator(".")) expression = parseAttribute(parser, expression)
    else if (parser.tokens.isOperator("[")) expression = parseItem(parser, expression)
    else if (parser.tokens.isOperator("(")) {
      expression = { kind: "call", callee: expression, args: parseArguments(parser), offset }
    } else return expression
  }
}

const startsArgument = (parser: Parser): boolean => {
  const { kind, text } = parser.tokens.current
  if (kind === "name") return text !== "else" && text !== "or" && text !== "and"
  if (kind === "operator") return text === "[" || text === "{"
  return kind === "string" || kind === "integer" || kind === "float"
}

const parseTest = (parser: Parser, value: Expression): Expression => {
  const { offset } = parser.tokens.next()
  const negated = parser.tokens.skipName("not")
  const name = parser.tokens.expectName("the name of a test").text
  if (parser.tokens.isOperator("(")) return { kind: "test", name, value, args: parseArguments(parser), negated, offset }
  if (startsArgument(parser) && parser.tokens.isName("is")) parser.tokens.fail("tests cannot be chained with 'is'")
  const positional = startsArgument(parser) ? [parsePostfix(parser, parsePrimary(parser))] : []
  const args = { positional, named: [], spread: undefined, spreadNamed: undefined }
  return { kind: "test", name, value, args, negated, offset }
}

/** What may follow after that: `| filter`, `is test`, and calls of what these return. */
export const parseTail = (parser: Parser, start: Expression): Expression => {
  let expression = start
  for (;;) {
    const { offset } = parser.tokens.current
    if (parser.tokens.skipOperator("|")) expression = parseFilter(parser, expression)
    else if (parser.tokens.isName("is")) expression = parseTest(parser, expression)
    else if (parser.tokens.isOperator("(")) {
      expression = { kind: "call", callee: expression, args: parseArguments(parser), offset }
    } else return expression
  }
}
