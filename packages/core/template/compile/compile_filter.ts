import { evaluationFailed, SyntaxFailure } from "../failure.ts"
import type { Evaluate, RenderState } from "../render_state.ts"
import type { FilterExpression } from "../syntax/expression.ts"
import type { TemplateValue } from "../value/template_value.ts"
import type { Compiler } from "./compiler.ts"

/** A filter that only needs the value it works on. */
export type ApplyFilter = (value: TemplateValue, render: RenderState) => TemplateValue

const compileApplication = (node: FilterExpression, compiler: Compiler): ApplyFilter => {
  const { name, offset } = node
  const filter = compiler.environment.filters.get(name)
  const args = compiler.arguments(node.args)
  if (filter === undefined) {
    const reason = `there is no filter '${name}'`
    if (!compiler.conditional) throw new SyntaxFailure(reason, offset)
    return (_value, render) => {
      render.offset = offset
      throw evaluationFailed(reason)
    }
  }
  return (value, render) => {
    const passed = args(render)
    render.offset = offset
    render.budget.spend(1)
    return filter.invoke(value, passed, render)
  }
}

/** `value | filter(a)` */
export const compileFilter = (node: FilterExpression, compiler: Compiler): Evaluate => {
  const value = node.value === undefined ? () => "" : compiler.expression(node.value)
  const apply = compileApplication(node, compiler)
  return (render) => apply(value(render), render)
}

/** The filters of a block, which work on what the block renders. */
export const compileFilterChain = (node: FilterExpression, compiler: Compiler): ApplyFilter => {
  const inner = node.value?.kind === "filter" ? compileFilterChain(node.value, compiler) : undefined
  const apply = compileApplication(node, compiler)
  return inner === undefined ? apply : (value, render) => apply(inner(value, render), render)
}
