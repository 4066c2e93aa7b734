import { Result } from "effect"
import { ListTypeUnsupported } from "../../error/list_errors.ts"
import { FileValue } from "../../value/file_value.ts"
import { pythonRepr } from "../../value/python_text.ts"
import type { Selector } from "../../value/selector.ts"
import { Float, type Value, type ValueArray } from "../../value/value.ts"
import { isValueArray } from "../../value/value_object.ts"
import { type ValueType, valueType } from "../../value/value_type.ts"

/** A number as a list operator compares it. */
export const amountOf = (value: number | bigint | Float): number | bigint =>
  value instanceof Float ? value.value : value

/** A list whose members are all of one type that can be filtered and ordered. */
export type OperableList =
  | { readonly type: "string"; readonly members: ReadonlyArray<string> }
  | { readonly type: "number"; readonly members: ReadonlyArray<number | bigint | Float> }
  | { readonly type: "boolean"; readonly members: ReadonlyArray<boolean> }
  | { readonly type: "file"; readonly members: ReadonlyArray<FileValue> }

/** Dify's class of a value, as its message names it. */
const segmentClass = (type: ValueType): string => {
  const words = type.replace(/^array\[(.*)\]$/, "array $1").split(" ")
  const name = words.map((word) => word.charAt(0).toUpperCase() + word.slice(1)).join("")
  return `<class 'graphon.variables.segments.${name}Segment'>`
}

const isNumber = (value: Value): value is number | bigint | Float =>
  typeof value === "number" || typeof value === "bigint" || value instanceof Float

const operable = (list: ValueArray): OperableList | undefined => {
  if (list.every((member) => typeof member === "string")) return { type: "string", members: list }
  if (list.every((member) => typeof member === "boolean")) return { type: "boolean", members: list }
  if (list.every(isNumber)) return { type: "number", members: list }
  return list.every((member) => member instanceof FileValue) ? { type: "file", members: list } : undefined
}

/** A value as a list that can be worked on. */
export const operableList = (value: Value, selector: Selector): Result.Result<OperableList, ListTypeUnsupported> => {
  const list = isValueArray(value) ? operable(value) : undefined
  if (list !== undefined) return Result.succeed(list)
  const message = `Variable ${pythonRepr(selector)} is not an array type, actual type: ${segmentClass(valueType(value))}`
  return Result.fail(new ListTypeUnsupported({ message }))
}
