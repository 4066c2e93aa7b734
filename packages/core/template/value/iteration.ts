import type { Budget } from "../budget.ts"
import { type RenderFailure, typeMismatch } from "../failure.ts"
import { pointCursor, pointLength } from "../text/code_points.ts"
import { List } from "./list.ts"
import { type Cursor, TemplateObject, type TemplateValue } from "./template_value.ts"
import { Tuple } from "./tuple.ts"
import { typeNameOf } from "./type_name.ts"

const notIterable = (typeName: string): RenderFailure => typeMismatch(`'${typeName}' cannot be iterated over`)

/** Python's `iter(value)`. */
export const cursorOf = (value: TemplateValue, failure: (typeName: string) => RenderFailure = notIterable): Cursor => {
  if (typeof value === "string") return pointCursor(value)
  const cursor = value instanceof TemplateObject ? value.cursor() : undefined
  if (cursor === undefined) throw failure(typeNameOf(value))
  return cursor
}

/** Whether a value can be iterated over. */
export const isIterable = (value: TemplateValue): boolean =>
  typeof value === "string" || (value instanceof TemplateObject && value.cursor() !== undefined)

/** Python's `len(value)`; undefined when it has none. */
export const sizeOf = (value: TemplateValue): number | undefined => {
  if (typeof value === "string") return pointLength(value)
  return value instanceof TemplateObject ? value.size() : undefined
}

/** Python's `list(value)`: a new array of all items. */
export const itemsOf = (value: TemplateValue, budget: Budget): Array<TemplateValue> => {
  if (value instanceof List || value instanceof Tuple) {
    budget.items(value.items.length)
    return [...value.items]
  }
  const next = cursorOf(value)
  const items: Array<TemplateValue> = []
  for (let item = next(); item !== undefined; item = next()) {
    budget.spend(1)
    items.push(item)
  }
  return items
}
