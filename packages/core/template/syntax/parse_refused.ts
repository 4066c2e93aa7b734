import { SyntaxFailure } from "../failure.ts"
import { parseTargetName } from "./parse_target.ts"
import type { Parser } from "./parser.ts"
import type { RefusedStatement } from "./statement.ts"

const skipContext = (parser: Parser): boolean => {
  const next = parser.tokens.peek(1)
  if (next.kind !== "name" || next.text !== "context") return false
  if (!parser.tokens.isName("with") && !parser.tokens.isName("without")) return false
  parser.tokens.next()
  parser.tokens.next()
  return true
}

const refused = (tag: string, offset: number): ReadonlyArray<RefusedStatement> => [{ kind: "refused", tag, offset }]

/** `{% include name ignore missing with context %}`; read to its end, refused when it is reached. */
export const parseInclude = (parser: Parser, offset: number): ReadonlyArray<RefusedStatement> => {
  parser.expression()
  if (parser.tokens.skipName("ignore")) parser.tokens.expectWord("missing")
  skipContext(parser)
  return refused("include", offset)
}

/** `{% extends name %}`; refused when it is reached. */
export const parseExtends = (parser: Parser, offset: number): ReadonlyArray<RefusedStatement> => {
  parser.expression()
  return refused("extends", offset)
}

/** `{% import name as alias with context %}`; refused when it is reached. */
export const parseImport = (parser: Parser, offset: number): ReadonlyArray<RefusedStatement> => {
  parser.expression()
  parser.tokens.expectWord("as")
  parseTargetName(parser)
  skipContext(parser)
  return refused("import", offset)
}

const importedName = (parser: Parser): void => {
  const { offset } = parser.tokens.current
  if (parseTargetName(parser).startsWith("_")) {
    throw new SyntaxFailure("names that begin with an underscore cannot be imported", offset)
  }
  if (parser.tokens.skipName("as")) parseTargetName(parser)
}

/** `{% from name import a as b, c with context %}`; refused when it is reached. */
export const parseFrom = (parser: Parser, offset: number): ReadonlyArray<RefusedStatement> => {
  const { tokens } = parser
  parser.expression()
  tokens.expectWord("import")
  do {
    if (skipContext(parser)) break
    importedName(parser)
  } while (!skipContext(parser) && tokens.skipOperator(","))
  return refused("from", offset)
}
