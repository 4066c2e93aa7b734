import { typeMismatch, valueUndefined } from "../failure.ts"
import { applySign } from "../operator/arithmetic.ts"
import { operate } from "../operator/binary_operation.ts"
import type { Evaluate, RenderState } from "../render_state.ts"
import type { BinaryExpression, ConcatenationExpression, UnaryExpression } from "../syntax/expression.ts"
import { escapeValue } from "../value/escape_value.ts"
import { Markup } from "../value/markup.ts"
import type { TemplateValue } from "../value/template_value.ts"
import { textOf } from "../value/text_of.ts"
import { isTruthy } from "../value/truthiness.ts"
import { typeNameOf } from "../value/type_name.ts"
import { Undefined } from "../value/undefined_value.ts"
import type { Compiler } from "./compiler.ts"

/** `-a`, `+a`, `not a` */
export const compileUnary = (node: UnaryExpression, compiler: Compiler): Evaluate => {
  const operand = compiler.expression(node.operand)
  const { operator, offset } = node
  if (operator === "not") return (render) => !isTruthy(operand(render))
  return (render) => {
    const value = operand(render)
    const result = applySign(operator, value)
    if (result !== undefined) return result
    render.offset = offset
    if (value instanceof Undefined) throw valueUndefined(value.reason)
    throw typeMismatch(`'${operator}' is not possible before '${typeNameOf(value)}'`)
  }
}

/** `a + b` and its relatives. */
export const compileBinary = (node: BinaryExpression, compiler: Compiler): Evaluate => {
  const left = compiler.expression(node.left)
  const right = compiler.expression(node.right)
  const { operator, offset } = node
  return (render) => {
    const one = left(render)
    const two = right(render)
    render.offset = offset
    return operate(operator, one, two, render)
  }
}

const joinEscaped = (values: ReadonlyArray<TemplateValue>, render: RenderState): TemplateValue => {
  const { budget } = render
  if (!values.some((value) => value instanceof Markup)) return values.map((value) => textOf(value, budget)).join("")
  return new Markup(values.map((value) => escapeValue(value, budget)).join(""))
}

/** `a ~ b ~ c` */
export const compileConcatenation = (node: ConcatenationExpression, compiler: Compiler): Evaluate => {
  const parts = node.parts.map((part) => compiler.expression(part))
  const { offset } = node
  return (render) => {
    const values = parts.map((part) => part(render))
    render.offset = offset
    if (render.autoescape) return joinEscaped(values, render)
    let text = ""
    for (const value of values) {
      text += textOf(value, render.budget)
      render.budget.fit(text.length)
    }
    render.budget.touch(text.length)
    return text
  }
}
