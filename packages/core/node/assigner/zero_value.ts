import { Float, type Value } from "../../value/value.ts"
import { emptyObject, isValueArray, isValueObject } from "../../value/value_object.ts"

/** The empty value of a variable's type: what "clear" leaves. Undefined for files and null, which have none. */
export const zeroValue = (value: Value): Value | undefined => {
  if (typeof value === "string") return ""
  if (typeof value === "boolean") return false
  if (typeof value === "bigint") return 0
  if (typeof value === "number") return Number.isInteger(value) ? 0 : new Float(0)
  if (value instanceof Float) return new Float(0)
  if (isValueArray(value)) return []
  return isValueObject(value) ? emptyObject() : undefined
}
