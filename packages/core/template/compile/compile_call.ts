import type { Arguments } from "../call/arguments.ts"
import { typeMismatch } from "../failure.ts"
import type { Evaluate, RenderState } from "../render_state.ts"
import type { CallExpression } from "../syntax/expression.ts"
import { Callable, type TemplateValue } from "../value/template_value.ts"
import { typeNameOf } from "../value/type_name.ts"
import type { Compiler } from "./compiler.ts"

/** `f(a, b=1)`; a call block adds its body to the arguments. */
export const compileCall = (
  node: CallExpression,
  compiler: Compiler,
  extend: (args: Arguments, render: RenderState) => Arguments = (args) => args
): Evaluate => {
  const callee = compiler.expression(node.callee)
  const args = compiler.arguments(node.args)
  const { offset } = node
  return (render): TemplateValue => {
    const target = callee(render)
    const passed = extend(args(render), render)
    render.offset = offset
    render.budget.spend(1)
    if (!(target instanceof Callable)) throw typeMismatch(`'${typeNameOf(target)}' cannot be called`)
    return target.call(passed, render)
  }
}
