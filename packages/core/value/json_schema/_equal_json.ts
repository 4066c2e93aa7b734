import { equalValues } from "../equal_values.ts"
import type { Value } from "../value.ts"
import { isValueArray, isValueObject, property } from "../value_object.ts"

/** Equality of JSON: numbers by amount, but unlike in Python true is not 1, at any depth. */
export const equalJson = (left: Value, right: Value): boolean => {
  if (isValueArray(left) && isValueArray(right)) {
    return left.length === right.length && left.every((item, index) => equalJson(item, right[index] ?? null))
  }
  if (isValueObject(left) && isValueObject(right)) {
    const names = Object.keys(left)
    return (
      names.length === Object.keys(right).length &&
      names.every((name) => Object.hasOwn(right, name) && equalJson(left[name] ?? null, property(right, name) ?? null))
    )
  }
  return (typeof left === "boolean") === (typeof right === "boolean") && equalValues(left, right)
}
