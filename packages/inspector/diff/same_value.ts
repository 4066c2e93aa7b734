import { FileValue, Float, isValueArray, isValueObject, type Value } from "@flowglass/core"

const sameFile = (left: FileValue, right: FileValue): boolean => {
  const { bytes: before, ...leftAttributes } = left.attributes
  const { bytes: after, ...rightAttributes } = right.attributes
  const isSameContent =
    before === undefined || after === undefined ? before === after : Buffer.compare(before, after) === 0
  return isSameContent && sameValue({ ...leftAttributes }, { ...rightAttributes })
}

/**
 * Whether two values are the same in every part, numbers in kind too: `1` and `1.0` read differently in a text. The
 * order of members does not count.
 */
export const sameValue = (left: Value, right: Value): boolean => {
  if (Object.is(left, right)) return true
  if (left instanceof Float) return right instanceof Float && Object.is(left.value, right.value)
  if (left instanceof FileValue) return right instanceof FileValue && sameFile(left, right)
  if (isValueArray(left)) {
    if (!isValueArray(right) || left.length !== right.length) return false
    return left.every((member, index) => sameValue(member, right[index] ?? null))
  }
  if (!isValueObject(left) || !isValueObject(right)) return false
  const names = Object.keys(left)
  return (
    names.length === Object.keys(right).length &&
    names.every((name) => Object.hasOwn(right, name) && sameValue(left[name] ?? null, right[name] ?? null))
  )
}
