import type { Parser } from "./parser.ts"
import type { OutputStatement } from "./statement.ts"

/** `{% print a, b %}`: each value, with nothing between them. */
export const parsePrint = (parser: Parser, offset: number): ReadonlyArray<OutputStatement> => {
  const statements: Array<OutputStatement> = []
  while (parser.tokens.current.kind !== "block_end") {
    if (statements.length > 0) parser.tokens.expectOperator(",")
    statements.push({ kind: "output", value: parser.expression(), offset })
  }
  return statements
}
