import { evaluationFailed, SyntaxFailure } from "../failure.ts"
import type { Evaluate } from "../render_state.ts"
import type { TestExpression } from "../syntax/expression.ts"
import { isTruthy } from "../value/truthiness.ts"
import type { Compiler } from "./compiler.ts"

/** `value is test(a)`, `value is not test` */
export const compileIs = (node: TestExpression, compiler: Compiler): Evaluate => {
  const { name, negated, offset } = node
  const value = compiler.expression(node.value)
  const args = compiler.arguments(node.args)
  const test = compiler.environment.tests.get(name)
  if (test === undefined) {
    const reason = `there is no test '${name}'`
    if (!compiler.conditional) throw new SyntaxFailure(reason, offset)
    return (render) => {
      render.offset = offset
      throw evaluationFailed(reason)
    }
  }
  return (render) => {
    const subject = value(render)
    const passed = args(render)
    render.offset = offset
    render.budget.spend(1)
    return isTruthy(test.invoke(subject, passed, render)) !== negated
  }
}
