import { FileValue } from "./file_value.ts"
import { Float, type Value, type ValueObject } from "./value.ts"
import { isValueArray, isValueObject } from "./value_object.ts"

const equalObjects = (left: ValueObject, right: ValueObject): boolean => {
  const names = Object.keys(left)
  return (
    names.length === Object.keys(right).length &&
    names.every((name) => Object.hasOwn(right, name) && equalValues(left[name] ?? null, right[name] ?? null))
  )
}

const equalFiles = (left: FileValue, right: FileValue): boolean =>
  left === right || (left.attributes.bytes === right.attributes.bytes && equalValues(left.toJSON(), right.toJSON()))

/** A number that compares as Python compares it: booleans are 0 and 1, floats their number. */
const numberOf = (value: Value): number | bigint | undefined => {
  if (typeof value === "number" || typeof value === "bigint") return value
  if (typeof value === "boolean") return value ? 1 : 0
  return value instanceof Float ? value.value : undefined
}

/**
 * Python's `==`: numbers by amount whatever their kind (`1 == 1.0 == True`), exactly even beyond 2^53; lists and objects
 * by their members, objects in any order; files by their attributes. NaN equals nothing.
 *
 * @example
 * ```ts
 * import { equalValues, float } from "@flowglass/core"
 *
 * equalValues([1, { a: true }], [float(1), { a: 1 }]) // => true
 * equalValues("1", 1) // => false
 * ```
 */
export const equalValues = (left: Value, right: Value): boolean => {
  if (left === right) return !Number.isNaN(left)
  const leftNumber = numberOf(left)
  if (leftNumber !== undefined) {
    const rightNumber = numberOf(right)
    // Loose equality is what compares a number and a big integer by amount.
    return rightNumber !== undefined && leftNumber == rightNumber
  }
  if (isValueArray(left)) {
    return (
      isValueArray(right) &&
      left.length === right.length &&
      left.every((member, index) => equalValues(member, right[index] ?? null))
    )
  }
  if (left instanceof FileValue) return right instanceof FileValue && equalFiles(left, right)
  return isValueObject(left) && isValueObject(right) && equalObjects(left, right)
}
