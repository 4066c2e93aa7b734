import { pythonRepr } from "../python_text.ts"
import type { Value, ValueArray, ValueObject } from "../value.ts"
import { isValueArray, property } from "../value_object.ts"
import { equalJson } from "./_equal_json.ts"
import type { SchemaCheck } from "./_schema_check.ts"
import { tooShort } from "./_too_short.ts"
import { amountOf } from "./_value_keywords.ts"

const itemViolation = (check: SchemaCheck, schema: ValueObject, list: ValueArray): string | undefined => {
  const items = property(schema, "items")
  const further = property(schema, "additionalItems")
  for (const [index, item] of list.entries()) {
    const rule: Value | undefined = isValueArray(items) ? (index < items.length ? items[index] : further) : items
    const found = check.inside(index, rule, item)
    if (found !== undefined) return found
  }
  return undefined
}

const hasTwins = (list: ValueArray): boolean =>
  list.some((item, index) => list.slice(0, index).some((other) => equalJson(item, other)))

/** Longer lists would take too long to compare item by item. */
const maximumCompared = 1000

/** The keywords for lists. */
export const arrayViolation = (check: SchemaCheck, schema: ValueObject, list: ValueArray): string | undefined => {
  const minimum = amountOf(property(schema, "minItems"))
  const maximum = amountOf(property(schema, "maxItems"))
  if (minimum !== undefined && list.length < minimum) return tooShort(list, minimum)
  if (maximum !== undefined && list.length > maximum) return `${pythonRepr(list)} is too long`
  if (property(schema, "uniqueItems") === true) {
    if (list.length > maximumCompared) return `a list of more than ${maximumCompared} items cannot be checked for twins`
    if (hasTwins(list)) return `${pythonRepr(list)} has non-unique elements`
  }
  const contained = property(schema, "contains")
  if (contained !== undefined && !list.some((item) => check.fits(contained, item))) {
    return `None of ${pythonRepr(list)} are valid under the given schema`
  }
  return itemViolation(check, schema, list)
}
