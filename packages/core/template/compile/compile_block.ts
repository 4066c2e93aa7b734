import { evaluationFailed } from "../failure.ts"
import type { Execute } from "../render_state.ts"
import { Scope } from "../scope.ts"
import type { BlockStatement } from "../syntax/statement.ts"
import type { Compiler } from "./compiler.ts"

/** `{% block name %}`: it sees the names of the top level, and those around it only when it is `scoped`. */
export const compileBlock = (node: BlockStatement, compiler: Compiler): Execute => {
  const { name, scoped, required, offset } = node
  const body = compiler.inner(() => compiler.body(node.body))
  if (required) {
    return (render) => {
      render.offset = offset
      throw evaluationFailed(`the block '${name}' is required, but nothing fills it`)
    }
  }
  compiler.blocks.set(name, (render) => render.deeper(() => render.within(new Scope(render.root), body)))
  return (render) => render.deeper(() => render.within(new Scope(scoped ? render.scope : render.root), body))
}
