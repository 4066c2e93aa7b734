import type { Budget } from "../budget.ts"
import { isEqual } from "../operator/equality.ts"
import { isMember } from "../operator/membership.ts"
import { isOrdered } from "../operator/order.ts"
import type { Evaluate } from "../render_state.ts"
import type { ComparisonExpression, ComparisonOperator } from "../syntax/expression.ts"
import type { TemplateValue } from "../value/template_value.ts"
import type { Compiler } from "./compiler.ts"

const holds = (operator: ComparisonOperator, left: TemplateValue, right: TemplateValue, budget: Budget): boolean => {
  switch (operator) {
    case "==":
      return isEqual(left, right, budget)
    case "!=":
      return !isEqual(left, right, budget)
    case "in":
      return isMember(left, right, budget)
    case "not in":
      return !isMember(left, right, budget)
    default:
      return isOrdered(operator, left, right, budget)
  }
}

/** `a < b <= c`: every neighbouring pair, up to the first that does not hold. */
export const compileComparison = (node: ComparisonExpression, compiler: Compiler): Evaluate => {
  const first = compiler.expression(node.first)
  const steps = node.steps.map(({ operator, operand }) => ({ operator, operand: compiler.expression(operand) }))
  const { offset } = node
  return (render) => {
    let left = first(render)
    for (const { operator, operand } of steps) {
      const right = operand(render)
      render.offset = offset
      if (!holds(operator, left, right, render.budget)) return false
      left = right
    }
    return true
  }
}
