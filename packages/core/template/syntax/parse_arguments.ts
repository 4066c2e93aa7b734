import { SyntaxFailure } from "../failure.ts"
import type { ArgumentList, Expression } from "./expression.ts"
import type { Parser } from "./parser.ts"

/** No arguments at all. */
export const noArgumentList: ArgumentList = { positional: [], named: [], spread: undefined, spreadNamed: undefined }

interface Draft {
  readonly positional: Array<Expression>
  readonly named: Array<readonly [string, Expression]>
  readonly names: Set<string>
  spread: Expression | undefined
  spreadNamed: Expression | undefined
}

const isNamed = (parser: Parser): boolean => {
  const next = parser.tokens.peek(1)
  return parser.tokens.current.kind === "name" && next.kind === "operator" && next.text === "="
}

const parseNamed = (parser: Parser, draft: Draft): void => {
  const { text, offset } = parser.tokens.next()
  parser.tokens.next()
  if (draft.names.has(text)) throw new SyntaxFailure(`the argument '${text}' occurs twice`, offset)
  draft.names.add(text)
  draft.named.push([text, parser.expression()])
}

/** Arguments come in this order: by position, `*list`, by name, `**dictionary`. */
const parseOne = (parser: Parser, draft: Draft): void => {
  const { tokens } = parser
  const { offset } = tokens.current
  const closed = draft.spreadNamed !== undefined
  if (tokens.skipOperator("*")) {
    if (closed || draft.spread !== undefined) throw new SyntaxFailure("'*' is not possible here", offset)
    draft.spread = parser.expression()
  } else if (tokens.skipOperator("**")) {
    if (closed) throw new SyntaxFailure("'**' is not possible here", offset)
    draft.spreadNamed = parser.expression()
  } else if (isNamed(parser)) {
    if (closed) throw new SyntaxFailure("an argument by name is not possible after '**'", offset)
    parseNamed(parser, draft)
  } else {
    if (closed || draft.spread !== undefined || draft.named.length > 0) {
      throw new SyntaxFailure("an argument by position is not possible after the others", offset)
    }
    draft.positional.push(parser.expression())
  }
}

/** The arguments of a call in round brackets. */
export const parseArguments = (parser: Parser): ArgumentList => {
  const draft: Draft = { positional: [], named: [], names: new Set(), spread: undefined, spreadNamed: undefined }
  parser.tokens.expectOperator("(")
  for (let first = true; !parser.tokens.isOperator(")"); first = false) {
    if (!first) {
      parser.tokens.expectOperator(",")
      if (parser.tokens.isOperator(")")) break
    }
    parseOne(parser, draft)
  }
  parser.tokens.next()
  return draft
}
