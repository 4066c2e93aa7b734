import { Float, type Value } from "../../value/value.ts"
import { isValueArray, isValueObject } from "../../value/value_object.ts"
import { type ValueType, valueType } from "../../value/value_type.ts"

const isNumber = (value: Value): boolean =>
  typeof value === "number" || typeof value === "bigint" || typeof value === "boolean" || value instanceof Float

const elements: Partial<Record<ValueType, (value: Value) => boolean>> = {
  "array[any]": (value) => typeof value === "string" || isNumber(value) || isValueObject(value),
  "array[string]": (value) => typeof value === "string",
  "array[number]": isNumber,
  "array[object]": isValueObject,
  "array[boolean]": (value) => typeof value === "boolean"
}

/** Whether a value may become an element of a list like this one. Lists of files take none, as in Dify. */
export const elementFits = (list: Value, value: Value): boolean => elements[valueType(list)]?.(value) ?? false

/** Whether all these values may become elements of a list; the list's own type is looked at once. */
export const elementsFit = (list: Value, values: ReadonlyArray<Value>): boolean => {
  const fits = elements[valueType(list)]
  return values.every((value) => fits?.(value) ?? false)
}

/** Whether a value may take the place of this one. */
export const valueFits = (current: Value, value: Value): boolean => {
  if (isValueArray(current)) return isValueArray(value) && elementsFit(current, value)
  if (typeof current === "string") return typeof value === "string"
  if (typeof current === "boolean") return typeof value === "boolean"
  if (isNumber(current)) return isNumber(value)
  return isValueObject(current) && isValueObject(value)
}
