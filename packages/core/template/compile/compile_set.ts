import type { Execute } from "../render_state.ts"
import { Scope } from "../scope.ts"
import type { SetBlockStatement, SetStatement } from "../syntax/statement.ts"
import { compileFilterChain } from "./compile_filter.ts"
import { compileTarget } from "./compile_target.ts"
import type { Compiler } from "./compiler.ts"

/** `{% set name = value %}` */
export const compileSet = (node: SetStatement, compiler: Compiler): Execute => {
  const assign = compileTarget(node.target)
  const value = compiler.expression(node.value)
  const { offset } = node
  return (render) => {
    const found = value(render)
    render.offset = offset
    render.budget.spend(1)
    assign(render, found)
  }
}

/** `{% set name | filter %}...{% endset %}` */
export const compileSetBlock = (node: SetBlockStatement, compiler: Compiler): Execute => {
  const assign = compileTarget(node.target)
  const { filter } = node
  const { body, apply } = compiler.inner(() => ({
    body: compiler.body(node.body),
    apply: filter === undefined ? undefined : compileFilterChain(filter, compiler)
  }))
  return (render) => {
    const outer = render.scope
    render.scope = new Scope(outer)
    const captured = render.captureValue(body)
    const value = apply === undefined ? captured : apply(captured, render)
    render.scope = outer
    assign(render, value)
  }
}
