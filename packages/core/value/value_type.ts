import { FileValue } from "./file_value.ts"
import { Float, type Value, type ValueArray } from "./value.ts"

/** Dify's name for the type of a value (`value_type`). */
export type ValueType =
  | "none"
  | "string"
  | "integer"
  | "float"
  | "boolean"
  | "object"
  | "file"
  | "array[any]"
  | "array[string]"
  | "array[number]"
  | "array[boolean]"
  | "array[object]"
  | "array[file]"

const arrayTypes: Partial<Record<ValueType, ValueType>> = {
  string: "array[string]",
  integer: "array[number]",
  float: "array[number]",
  boolean: "array[boolean]",
  object: "array[object]",
  file: "array[file]"
}

const arrayTypeOf = (list: ValueArray): ValueType => {
  let found: ValueType | undefined
  for (const item of list) {
    const type = arrayTypes[valueType(item)] ?? "array[any]"
    if (found !== undefined && found !== type) return "array[any]"
    found = type
  }
  return found ?? "array[any]"
}

/** The type Dify infers from a value: mixed integers and floats are numbers, any other mixture is `array[any]`. */
export const valueType = (value: Value): ValueType => {
  if (value === null) return "none"
  if (typeof value === "string") return "string"
  if (typeof value === "boolean") return "boolean"
  if (typeof value === "bigint") return "integer"
  if (typeof value === "number") return Number.isInteger(value) && !Object.is(value, -0) ? "integer" : "float"
  if (value instanceof Float) return "float"
  if (value instanceof FileValue) return "file"
  return Array.isArray(value) ? arrayTypeOf(value) : "object"
}
