import type { Execute } from "../render_state.ts"
import type { Statement } from "../syntax/statement.ts"
import { compileAutoescape } from "./compile_autoescape.ts"
import { compileBlock } from "./compile_block.ts"
import { compileFilterBlock } from "./compile_filter_block.ts"
import { compileFor } from "./compile_for.ts"
import { compileIf } from "./compile_if.ts"
import { compileCallBlock, compileMacro } from "./compile_macro.ts"
import { compileOutput, compileRefused, compileText } from "./compile_output.ts"
import { compileSet, compileSetBlock } from "./compile_set.ts"
import { compileWith } from "./compile_with.ts"
import type { Compiler } from "./compiler.ts"

/** Compiles a statement of any kind. */
export const compileStatement = (node: Statement, compiler: Compiler): Execute => {
  switch (node.kind) {
    case "text":
      return compileText(node)
    case "output":
      return compileOutput(node, compiler)
    case "if":
      return compileIf(node, compiler)
    case "for":
      return compileFor(node, compiler)
    case "set":
      return compileSet(node, compiler)
    case "set_block":
      return compileSetBlock(node, compiler)
    case "macro":
      return compileMacro(node, compiler)
    case "call_block":
      return compileCallBlock(node, compiler)
    case "filter_block":
      return compileFilterBlock(node, compiler)
    case "with":
      return compileWith(node, compiler)
    case "autoescape":
      return compileAutoescape(node, compiler)
    case "block":
      return compileBlock(node, compiler)
    case "refused":
      return compileRefused(node)
  }
}
