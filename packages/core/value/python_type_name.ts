import { FileValue } from "./file_value.ts"
import type { Value } from "./value.ts"
import { valueType } from "./value_type.ts"

const names: Record<string, string> = {
  none: "NoneType",
  string: "str",
  integer: "int",
  float: "float",
  boolean: "bool"
}

/**
 * The name of Python's type of a value, as Dify's messages show it: `NoneType`, `str`, `int`, `float`, `bool`, `list`,
 * `dict`, `File`.
 */
export const pythonTypeName = (value: Value): string => {
  if (Array.isArray(value)) return "list"
  return value instanceof FileValue ? "File" : (names[valueType(value)] ?? "dict")
}
