import type { Budget } from "../budget.ts"
import { Dict } from "../value/dict.ts"
import { DictView } from "../value/dict_view.ts"
import { List } from "../value/list.ts"
import { Markup } from "../value/markup.ts"
import { NumberRange } from "../value/number_range.ts"
import { TemplateObject, type TemplateValue } from "../value/template_value.ts"
import { Tuple } from "../value/tuple.ts"
import { Undefined } from "../value/undefined_value.ts"
import { numericOf } from "./numeric.ts"

const equalNumbers = (left: number | bigint, right: number | bigint): boolean => {
  if (typeof left === typeof right) return left === right
  if (typeof left === "number") return Number.isInteger(left) && BigInt(left) === right
  return Number.isInteger(right) && BigInt(right) === left
}

/** The text of a string or markup. */
export const stringOf = (value: TemplateValue | undefined): string | undefined => {
  if (typeof value === "string") return value
  return value instanceof Markup ? value.text : undefined
}

const equalItems = (
  left: ReadonlyArray<TemplateValue>,
  right: ReadonlyArray<TemplateValue>,
  budget: Budget
): boolean => {
  if (left.length !== right.length) return false
  return left.every((item, index) => isSameOrEqual(item, right[index] ?? null, budget))
}

const equalDicts = (left: Dict, right: Dict, budget: Budget): boolean => {
  if (left.size() !== right.size()) return false
  for (const { key, value } of left.entries()) {
    const other = right.get(key)
    if (other === undefined || !isSameOrEqual(value, other, budget)) return false
  }
  return true
}

const equalRanges = (left: NumberRange, right: NumberRange): boolean =>
  left.size() === right.size() && left.at(0) === right.at(0) && left.at(1) === right.at(1)

/** Views of keys and items compare as sets; here both sides have to hold the same entries. */
const equalViews = (left: DictView, right: DictView, budget: Budget): boolean => {
  if (left.kind !== right.kind || left.kind === "values" || left.size() !== right.size()) return false
  if (left.kind === "items") return equalDicts(left.dict, right.dict, budget)
  return Array.from(left.dict.entries()).every(({ key }) => right.dict.get(key) !== undefined)
}

const equalObjects = (left: TemplateObject, right: TemplateObject, budget: Budget): boolean => {
  if (left instanceof List) return right instanceof List && equalItems(left.items, right.items, budget)
  if (left instanceof Tuple) return right instanceof Tuple && equalItems(left.items, right.items, budget)
  if (left instanceof Dict) return right instanceof Dict && equalDicts(left, right, budget)
  if (left instanceof NumberRange) return right instanceof NumberRange && equalRanges(left, right)
  if (left instanceof DictView) return right instanceof DictView && equalViews(left, right, budget)
  return left instanceof Undefined && right instanceof Undefined
}

/** Python's `==`: 1, 1.0 and True are equal, lists and tuples never are, undefined values always are. */
export const isEqual = (left: TemplateValue, right: TemplateValue, budget: Budget): boolean => {
  if (left === right) return true
  const text = stringOf(left)
  if (text !== undefined) {
    budget.touch(text.length)
    return text === stringOf(right)
  }
  const number = numericOf(left)
  if (number !== undefined) {
    const other = numericOf(right)
    return other !== undefined && equalNumbers(number, other)
  }
  if (!(left instanceof TemplateObject) || !(right instanceof TemplateObject)) return false
  budget.spend(1)
  return equalObjects(left, right, budget)
}

/** What collections ask: the same value or an equal one, so that they find even a `nan`. */
export const isSameOrEqual = (left: TemplateValue, right: TemplateValue, budget: Budget): boolean =>
  Object.is(left, right) || isEqual(left, right, budget)
