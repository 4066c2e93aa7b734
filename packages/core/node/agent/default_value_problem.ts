import { FileValue } from "../../value/file_value.ts"
import { pythonTypeName } from "../../value/python_type_name.ts"
import { Float, type Value } from "../../value/value.ts"
import { isValueArray, isValueObject } from "../../value/value_object.ts"
import type { OutputType } from "../output_declaration.ts"
import { canonicalFileProblem } from "./canonical_file.ts"

const isFile = (value: Value): boolean => value instanceof FileValue || canonicalFileProblem(value) === undefined

const fits: Record<OutputType, (value: Value, item: OutputType | undefined) => boolean> = {
  string: (value) => typeof value === "string",
  number: (value) => typeof value === "number" || typeof value === "bigint" || value instanceof Float,
  boolean: (value) => typeof value === "boolean",
  object: (value) => isValueObject(value),
  array: (value, item) => isValueArray(value) && (item !== "file" || value.every(isFile)),
  file: isFile
}

/**
 * Why a value cannot stand in for an output of this type; undefined when it can. Items of arrays are looked at only
 * when they are files, as in Dify.
 */
export const defaultValueProblem = (
  type: OutputType,
  item: OutputType | undefined,
  value: Value
): string | undefined =>
  fits[type](value, item)
    ? undefined
    : `default_value shape does not match output type '${type}': got ${pythonTypeName(value)}`
