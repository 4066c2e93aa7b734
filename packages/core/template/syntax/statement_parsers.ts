import { parseAutoescape } from "./parse_autoescape.ts"
import { parseBlock } from "./parse_block.ts"
import { parseCallBlock } from "./parse_call_block.ts"
import { parseFilterBlock } from "./parse_filter_block.ts"
import { parseFor } from "./parse_for.ts"
import { parseIf } from "./parse_if.ts"
import { parseMacro } from "./parse_macro.ts"
import { parsePrint } from "./parse_print.ts"
import { parseExtends, parseFrom, parseImport, parseInclude } from "./parse_refused.ts"
import { parseSet } from "./parse_set.ts"
import { parseWith } from "./parse_with.ts"
import type { Parser } from "./parser.ts"
import type { Statement } from "./statement.ts"

/** Reads a statement whose first word has been read, up to its closing `%}`, which is left. */
export type StatementParser = (parser: Parser, offset: number) => ReadonlyArray<Statement>

/** The statements by their first word. */
export const statementParsers: ReadonlyMap<string, StatementParser> = new Map([
  ["autoescape", parseAutoescape],
  ["block", parseBlock],
  ["call", parseCallBlock],
  ["extends", parseExtends],
  ["filter", parseFilterBlock],
  ["for", parseFor],
  ["from", parseFrom],
  ["if", parseIf],
  ["import", parseImport],
  ["include", parseInclude],
  ["macro", parseMacro],
  ["print", parsePrint],
  ["set", parseSet],
  ["with", parseWith]
])
