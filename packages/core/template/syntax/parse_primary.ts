import { Float } from "../../value/value.ts"
import type { Expression, LiteralExpression } from "./expression.ts"
import { numberOf } from "./number_literal.ts"
import { parseTuple } from "./parse_tuple.ts"
import type { Parser } from "./parser.ts"
import type { Token } from "./token.ts"

const constants: ReadonlyMap<string, null | boolean> = new Map([
  ["true", true],
  ["True", true],
  ["false", false],
  ["False", false],
  ["none", null],
  ["None", null]
])

/** The literal of an `integer` or `float` token. */
export const numberLiteral = (token: Token): LiteralExpression => {
  const value = numberOf(token)
  const known = typeof value === "number" || typeof value === "bigint" || value instanceof Float ? value : null
  return { kind: "literal", value: known, offset: token.offset }
}

const parseName = (parser: Parser, { text, offset }: Token): Expression => {
  const constant = constants.get(text)
  if (constant !== undefined) return { kind: "literal", value: constant, offset }
  parser.names.add(text)
  return { kind: "name", name: text, offset }
}

/** Strings next to each other are one. */
const parseString = (parser: Parser, { text, offset }: Token): Expression => {
  let value = text
  while (parser.tokens.current.kind === "string") value += parser.tokens.next().text
  return { kind: "literal", value, offset }
}

const parseList = (parser: Parser, offset: number): Expression => {
  const items: Array<Expression> = []
  while (!parser.tokens.isOperator("]")) {
    if (items.length > 0) parser.tokens.expectOperator(",")
    if (!parser.tokens.isOperator("]")) items.push(parser.expression())
  }
  parser.tokens.next()
  return { kind: "list", items, offset }
}

const parseDict = (parser: Parser, offset: number): Expression => {
  const entries: Array<readonly [Expression, Expression]> = []
  while (!parser.tokens.isOperator("}")) {
    if (entries.length > 0) parser.tokens.expectOperator(",")
    if (parser.tokens.isOperator("}")) break
    const key = parser.expression()
    parser.tokens.expectOperator(":")
    entries.push([key, parser.expression()])
  }
  parser.tokens.next()
  return { kind: "dict", entries, offset }
}

/** A name, a literal, or an expression in brackets. */
export const parsePrimary = (parser: Parser): Expression => {
  const { tokens } = parser
  const token = tokens.current
  if (token.kind === "name") return parseName(parser, tokens.next())
  if (token.kind === "string") return parseString(parser, tokens.next())
  if (token.kind === "integer" || token.kind === "float") return numberLiteral(tokens.next())
  if (tokens.skipOperator("[")) return parseList(parser, token.offset)
  if (tokens.skipOperator("{")) return parseDict(parser, token.offset)
  if (!tokens.skipOperator("(")) return tokens.fail("an expression is expected")
  const inner = parser.nested(() => parseTuple(parser, { inlineIf: true, empty: true }))
  tokens.expectOperator(")")
  return inner
}
