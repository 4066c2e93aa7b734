import type { Budget } from "../budget.ts"
import { typeMismatch, valueUndefined } from "../failure.ts"
import { comparePoints } from "../text/code_points.ts"
import { List } from "../value/list.ts"
import type { TemplateValue } from "../value/template_value.ts"
import { Tuple } from "../value/tuple.ts"
import { typeNameOf } from "../value/type_name.ts"
import { Undefined } from "../value/undefined_value.ts"
import { isSameOrEqual, stringOf } from "./equality.ts"
import { numericOf } from "./numeric.ts"

/** An operator that orders. */
export type OrderOperator = "<" | "<=" | ">" | ">="

const holds = <Comparable extends number | bigint>(
  operator: OrderOperator,
  left: Comparable,
  right: Comparable
): boolean => {
  if (operator === "<") return left < right
  if (operator === "<=") return left <= right
  return operator === ">" ? left > right : left >= right
}

const itemsOf = (
  left: TemplateValue,
  right: TemplateValue
): readonly [ReadonlyArray<TemplateValue>, ReadonlyArray<TemplateValue>] | undefined => {
  if (left instanceof List && right instanceof List) return [left.items, right.items]
  return left instanceof Tuple && right instanceof Tuple ? [left.items, right.items] : undefined
}

const orderItems = (
  operator: OrderOperator,
  left: ReadonlyArray<TemplateValue>,
  right: ReadonlyArray<TemplateValue>,
  budget: Budget
): boolean => {
  for (let index = 0; index < left.length && index < right.length; index++) {
    const one = left[index] ?? null
    const two = right[index] ?? null
    budget.spend(1)
    if (!isSameOrEqual(one, two, budget)) return isOrdered(operator, one, two, budget)
  }
  return holds(operator, left.length, right.length)
}

/** Python's `<`, `<=`, `>`, `>=`: numbers, texts by code point, lists and tuples item by item; all else fails. */
export const isOrdered = (
  operator: OrderOperator,
  left: TemplateValue,
  right: TemplateValue,
  budget: Budget
): boolean => {
  const one = numericOf(left)
  const two = numericOf(right)
  if (one !== undefined && two !== undefined) return holds<number | bigint>(operator, one, two)
  const text = stringOf(left)
  const other = stringOf(right)
  if (text !== undefined && other !== undefined) {
    budget.touch(Math.min(text.length, other.length))
    return holds(operator, comparePoints(text, other), 0)
  }
  const items = itemsOf(left, right)
  if (items !== undefined) return orderItems(operator, items[0], items[1], budget)
  if (left instanceof Undefined) throw valueUndefined(left.reason)
  if (right instanceof Undefined) throw valueUndefined(right.reason)
  throw typeMismatch(`'${operator}' is not possible between '${typeNameOf(left)}' and '${typeNameOf(right)}'`)
}
