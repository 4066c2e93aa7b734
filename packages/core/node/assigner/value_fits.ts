import { Float, type Value } from "../../value/value.ts"
import { isValueArray, isValueObject } from "../../value/value_object.ts"
import type { ValueType } from "../../value/value_type.ts"

const isNumber = (value: Value): boolean =>
  typeof value === "number" || typeof value === "bigint" || typeof value === "boolean" || value instanceof Float

const elements: Partial<Record<ValueType, (value: Value) => boolean>> = {
  "array[any]": (value) => typeof value === "string" || isNumber(value) || isValueObject(value),
  "array[string]": (value) => typeof value === "string",
  "array[number]": isNumber,
  "array[object]": isValueObject,
  "array[boolean]": (value) => typeof value === "boolean"
}

/** Whether a value may become an element of a list of this type. Lists of files take none, as in Dify. */
export const elementFits = (list: ValueType, value: Value): boolean => elements[list]?.(value) ?? false

/** Whether a value may take the place of this one, which is of this type. */
export const valueFits = (current: Value, type: ValueType, value: Value): boolean => {
  if (isValueArray(current)) return isValueArray(value) && value.every((element) => elementFits(type, element))
  if (typeof current === "string") return typeof value === "string"
  if (typeof current === "boolean") return typeof value === "boolean"
  if (isNumber(current)) return isNumber(value)
  return isValueObject(current) && isValueObject(value)
}
