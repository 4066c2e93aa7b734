import { Float, type Value } from "./value.ts"
import { isValueArray, isValueObject } from "./value_object.ts"
import { knownWeight } from "./weigh_fields.ts"

/** Python's truth of a value: null, false, zero, empty text, empty lists and empty objects are false; files are true. */
export const isTruthy = (value: Value): boolean => {
  if (typeof value !== "object") return Number.isNaN(value) || Boolean(value)
  if (value === null) return false
  if (isValueArray(value)) return value.length > 0
  if (value instanceof Float) return value.value !== 0
  if (!isValueObject(value)) return true
  // Only what is large has a known weight; to list its names takes long.
  return knownWeight(value) !== undefined || Object.keys(value).length > 0
}
