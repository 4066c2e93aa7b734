import type { Execute } from "../render_state.ts"
import { Scope } from "../scope.ts"
import type { WithStatement } from "../syntax/statement.ts"
import { compileTarget } from "./compile_target.ts"
import type { Compiler } from "./compiler.ts"

/** `{% with a = 1 %}`: the values see the names outside, not each other. */
export const compileWith = (node: WithStatement, compiler: Compiler): Execute => {
  const assignments = node.assignments.map(({ target, value }) => ({
    assign: compileTarget(target),
    value: compiler.expression(value)
  }))
  const body = compiler.inner(() => compiler.body(node.body))
  return (render) => {
    const values = assignments.map(({ assign, value }) => ({ assign, value: value(render) }))
    render.within(new Scope(render.scope), () => {
      for (const { assign, value } of values) assign(render, value)
      body(render)
    })
  }
}
