import { TemplateObject, type TemplateValue } from "./template_value.ts"

/** Python's `bool(value)`: false for None, False, zero, and empty texts and collections. */
export const isTruthy = (value: TemplateValue): boolean => {
  if (typeof value === "boolean") return value
  if (typeof value === "string") return value !== ""
  if (typeof value === "number") return value !== 0
  if (typeof value === "bigint") return value !== 0n
  if (value === null) return false
  return value instanceof TemplateObject ? value.truthy() : value.value !== 0
}
