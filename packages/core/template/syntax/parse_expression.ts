import type { BinaryOperator, ComparisonOperator, Expression } from "./expression.ts"
import { parsePostfix, parseTail } from "./parse_postfix.ts"
import { parsePrimary } from "./parse_primary.ts"
import type { Parser } from "./parser.ts"

// How strongly operators bind; all of them from left to right, even `**`.
const orPower = 1
const andPower = 2
const notPower = 3
const comparisonPower = 4
const concatenationPower = 6

const binaryPowers: Record<BinaryOperator, number> = { "+": 5, "-": 5, "*": 7, "/": 7, "//": 7, "%": 7, "**": 8 }

const isBinary = (text: string): text is BinaryOperator => Object.hasOwn(binaryPowers, text)

const isComparison = (text: string): text is ComparisonOperator =>
  text === "==" || text === "!=" || text === "<" || text === "<=" || text === ">" || text === ">="

/** Reads the operator of a comparison if one is next. */
const comparisonAt = (parser: Parser): ComparisonOperator | undefined => {
  const { kind, text } = parser.tokens.current
  if (kind === "operator") return isComparison(text) ? text : undefined
  if (kind !== "name") return undefined
  if (text === "in") return "in"
  const next = parser.tokens.peek(1)
  return text === "not" && next.kind === "name" && next.text === "in" ? "not in" : undefined
}

const parseUnary = (parser: Parser, tail: boolean): Expression => {
  const { offset } = parser.tokens.current
  const operator = parser.tokens.skipOperator("-") ? "-" : parser.tokens.skipOperator("+") ? "+" : undefined
  const inner: Expression =
    operator === undefined
      ? parsePrimary(parser)
      : { kind: "unary", operator, operand: parser.nested(() => parseUnary(parser, false)), offset }
  const expression = parsePostfix(parser, inner)
  return tail ? parseTail(parser, expression) : expression
}

const parsePrefix = (parser: Parser, minimum: number): Expression => {
  const { offset } = parser.tokens.current
  if (minimum > notPower || !parser.tokens.skipName("not")) return parseUnary(parser, true)
  return { kind: "unary", operator: "not", operand: parser.nested(() => parseOperators(parser, notPower)), offset }
}

const parseComparison = (parser: Parser, first: Expression, offset: number): Expression => {
  const steps: Array<{ readonly operator: ComparisonOperator; readonly operand: Expression }> = []
  for (let operator = comparisonAt(parser); operator !== undefined; operator = comparisonAt(parser)) {
    parser.tokens.next()
    if (operator === "not in") parser.tokens.next()
    steps.push({ operator, operand: parseOperators(parser, comparisonPower + 1) })
  }
  return { kind: "comparison", first, steps, offset }
}

const parseConcatenation = (parser: Parser, first: Expression, offset: number): Expression => {
  const parts = [first]
  while (parser.tokens.skipOperator("~")) parts.push(parseOperators(parser, concatenationPower + 1))
  return { kind: "concatenation", parts, offset }
}

/** The expression that goes on after `left`; `left` itself when no operator that binds strongly enough follows. */
const parseInfix = (parser: Parser, left: Expression, minimum: number): Expression => {
  const { kind, text, offset } = parser.tokens.current
  if (kind === "operator" && isBinary(text) && binaryPowers[text] >= minimum) {
    parser.tokens.next()
    return { kind: "binary", operator: text, left, right: parseOperators(parser, binaryPowers[text] + 1), offset }
  }
  if (minimum <= concatenationPower && parser.tokens.isOperator("~")) return parseConcatenation(parser, left, offset)
  if (minimum <= comparisonPower && comparisonAt(parser) !== undefined) return parseComparison(parser, left, offset)
  if (minimum <= andPower && parser.tokens.skipName("and")) {
    return { kind: "and", left, right: parseOperators(parser, andPower + 1), offset }
  }
  if (minimum <= orPower && parser.tokens.skipName("or")) {
    return { kind: "or", left, right: parseOperators(parser, orPower + 1), offset }
  }
  return left
}

const parseOperators = (parser: Parser, minimum: number): Expression => {
  let left = parsePrefix(parser, minimum)
  for (;;) {
    const longer = parseInfix(parser, left, minimum)
    if (longer === left) return left
    left = longer
  }
}

/** An expression with all its operators; with `inlineIf` also `a if b else c`. */
export const parseExpression = (parser: Parser, inlineIf: boolean): Expression => {
  let expression = parseOperators(parser, orPower)
  if (!inlineIf) return expression
  while (parser.tokens.isName("if")) {
    const { offset } = parser.tokens.next()
    const test = parseOperators(parser, orPower)
    const otherwise = parser.tokens.skipName("else") ? parser.expression() : undefined
    expression = { kind: "conditional", test, chosen: expression, otherwise, offset }
  }
  return expression
}
