import { FileValue } from "../../value/file_value.ts"
import { Float, type Value } from "../../value/value.ts"

/** The name of a value's type as Python says it, which Dify's messages show: `str`, `int`, `NoneType` ... */
export const pythonTypeName = (value: Value): string => {
  if (value === null) return "NoneType"
  if (typeof value === "string") return "str"
  if (typeof value === "boolean") return "bool"
  if (typeof value === "bigint") return "int"
  if (typeof value === "number") return Number.isInteger(value) ? "int" : "float"
  if (value instanceof Float) return "float"
  if (value instanceof FileValue) return "File"
  return Array.isArray(value) ? "list" : "dict"
}
