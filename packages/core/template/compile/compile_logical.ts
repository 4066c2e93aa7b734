import type { Evaluate } from "../render_state.ts"
import type { ConditionalExpression, LogicalExpression } from "../syntax/expression.ts"
import { isTruthy } from "../value/truthiness.ts"
import { Undefined } from "../value/undefined_value.ts"
import type { Compiler } from "./compiler.ts"

/** `a and b`, `a or b`: the value that decides. */
export const compileLogical = (node: LogicalExpression, compiler: Compiler): Evaluate => {
  const left = compiler.expression(node.left)
  const right = compiler.expression(node.right)
  const decides = node.kind === "or"
  return (render) => {
    const value = left(render)
    return isTruthy(value) === decides ? value : right(render)
  }
}

const nothing: Evaluate = () => new Undefined("the condition was false and there is no 'else'")

/** `a if test else b`; without `else` an undefined value. */
export const compileConditional = (node: ConditionalExpression, compiler: Compiler): Evaluate =>
  compiler.branch(() => {
    const test = compiler.expression(node.test)
    const chosen = compiler.expression(node.chosen)
    const otherwise = node.otherwise === undefined ? nothing : compiler.expression(node.otherwise)
    return (render) => {
      if (isTruthy(test(render))) return chosen(render)
      return otherwise(render)
    }
  })
