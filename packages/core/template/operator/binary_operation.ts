import { bigIntegerCost } from "../budget.ts"
import { typeMismatch, valueTooLarge, valueUndefined } from "../failure.ts"
import { percentFormat } from "../format/percent_format.ts"
import type { RenderState } from "../render_state.ts"
import type { BinaryOperator } from "../syntax/expression.ts"
import { escapeValue } from "../value/escape_value.ts"
import { List } from "../value/list.ts"
import { Markup } from "../value/markup.ts"
import type { TemplateValue } from "../value/template_value.ts"
import { Tuple } from "../value/tuple.ts"
import { typeNameOf } from "../value/type_name.ts"
import { Undefined } from "../value/undefined_value.ts"
import { calculate } from "./arithmetic.ts"
import { stringOf } from "./equality.ts"
import { integerOf } from "./numeric.ts"

const joinTexts = (left: TemplateValue, right: TemplateValue, render: RenderState): TemplateValue | undefined => {
  if (stringOf(left) === undefined || stringOf(right) === undefined) return undefined
  if (typeof left === "string" && typeof right === "string") {
    render.budget.fit(left.length + right.length)
    render.budget.touch(left.length + right.length)
    return left + right
  }
  return new Markup(escapeValue(left, render.budget) + escapeValue(right, render.budget))
}

const add = (left: TemplateValue, right: TemplateValue, render: RenderState): TemplateValue | undefined => {
  if (left instanceof List && right instanceof List) {
    render.budget.items(left.items.length + right.items.length)
    return new List([...left.items, ...right.items])
  }
  if (left instanceof Tuple && right instanceof Tuple) {
    render.budget.items(left.items.length + right.items.length)
    return new Tuple([...left.items, ...right.items])
  }
  return joinTexts(left, right, render)
}

const countOf = (times: number | bigint, length: number): number => {
  if (times <= 0 || length === 0) return 0
  if (times > Number.MAX_SAFE_INTEGER) throw valueTooLarge("a repeated text or list would be too long")
  return Number(times)
}

const repeatItems = (items: ReadonlyArray<TemplateValue>, times: number | bigint, render: RenderState) => {
  const count = countOf(times, items.length)
  render.budget.items(items.length * count)
  return Array.from({ length: count }, () => items).flat()
}

const repeat = (value: TemplateValue, times: TemplateValue, render: RenderState): TemplateValue | undefined => {
  const count = integerOf(times)
  if (count === undefined) return undefined
  if (value instanceof List) return new List(repeatItems(value.items, count, render))
  if (value instanceof Tuple) return new Tuple(repeatItems(value.items, count, render))
  const text = stringOf(value)
  if (text === undefined) return undefined
  const copies = countOf(count, text.length)
  render.budget.build(text.length * copies)
  return value instanceof Markup ? new Markup(text.repeat(copies)) : text.repeat(copies)
}

/** What an operator does when it is given something that is no number. */
const combine = (
  operator: BinaryOperator,
  left: TemplateValue,
  right: TemplateValue,
  render: RenderState
): TemplateValue | undefined => {
  if (operator === "%" && typeof left === "string") return percentFormat(left, right, render)
  if (operator === "%" && left instanceof Markup) {
    return new Markup(percentFormat(left.text, right, render, true))
  }
  if (left instanceof Undefined) throw valueUndefined(left.reason)
  if (right instanceof Undefined) throw valueUndefined(right.reason)
  if (operator === "+") return add(left, right, render)
  return operator === "*" ? (repeat(left, right, render) ?? repeat(right, left, render)) : undefined
}

/** Python's `left operator right`. */
export const operate = (
  operator: BinaryOperator,
  left: TemplateValue,
  right: TemplateValue,
  render: RenderState
): TemplateValue => {
  // Big integers take far longer than numbers.
  if (typeof left === "bigint") render.budget.spend(bigIntegerCost(left))
  if (typeof right === "bigint") render.budget.spend(bigIntegerCost(right))
  const result = calculate(operator, left, right) ?? combine(operator, left, right, render)
  if (result !== undefined) return result
  throw typeMismatch(`'${operator}' is not possible between '${typeNameOf(left)}' and '${typeNameOf(right)}'`)
}
