import type { Budget } from "../budget.ts"
import { typeMismatch } from "../failure.ts"
import { PartSearch } from "../text/part_search.ts"
import { Dict } from "../value/dict.ts"
import { DictView } from "../value/dict_view.ts"
import { cursorOf } from "../value/iteration.ts"
import { NumberRange } from "../value/number_range.ts"
import type { TemplateValue } from "../value/template_value.ts"
import { typeNameOf } from "../value/type_name.ts"
import { isSameOrEqual, stringOf } from "./equality.ts"
import { numericOf } from "./numeric.ts"

const inText = (text: string, item: TemplateValue, budget: Budget): boolean => {
  const part = stringOf(item)
  if (part === undefined) throw typeMismatch(`'in' a text needs a text on its left, not '${typeNameOf(item)}'`)
  budget.read(text.length + part.length)
  return new PartSearch(part).next(text, 0) >= 0
}

const inRange = (range: NumberRange, item: TemplateValue): boolean => {
  const number = numericOf(item)
  return number !== undefined && range.indexOf(Number(number)) >= 0
}

/** Python's `item in collection`. */
export const isMember = (item: TemplateValue, collection: TemplateValue, budget: Budget): boolean => {
  const text = stringOf(collection)
  if (text !== undefined) return inText(text, item, budget)
  if (collection instanceof Dict) return collection.get(item) !== undefined
  if (collection instanceof DictView && collection.kind === "keys") return collection.dict.get(item) !== undefined
  if (collection instanceof NumberRange) return inRange(collection, item)
  const next = cursorOf(collection, (typeName) => typeMismatch(`'in' is not possible with '${typeName}'`))
  for (let candidate = next(); candidate !== undefined; candidate = next()) {
    budget.spend(1)
    if (isSameOrEqual(candidate, item, budget)) return true
  }
  return false
}
