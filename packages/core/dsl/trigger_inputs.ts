import { Result } from "effect"
import { InputTypeMismatch } from "../error/input_errors.ts"
import type { InputObject } from "../run/run_options.ts"
import { fromUnknown, type ValueRefusal } from "../value/from_unknown.ts"
import type { Value, ValueObject } from "../value/value.ts"
import { isValueArray, isValueObject, objectFrom, property } from "../value/value_object.ts"
import { inputFile } from "./input_file.ts"

/** A mapping of a file becomes the file; anything else stays what it is. */
const withFiles = (value: Value): Value => {
  if (isValueArray(value)) return value.map(withFiles)
  if (!isValueObject(value)) return value
  if (typeof property(value, "transfer_method") === "string") {
    const file = inputFile(value)
    if (Result.isSuccess(file)) return file.success
  }
  return objectFrom(Object.entries(value).map(([name, member]) => [name, withFiles(member)] as const))
}

/**
 * The inputs of a run that starts at a trigger: no form describes them, so they are taken as they come, mappings of
 * files as files. Fails like any data that can be no value, and with `input_type_mismatch` for what is no mapping.
 */
export const triggerInputs = (given: InputObject): Result.Result<ValueObject, ValueRefusal | InputTypeMismatch> =>
  Result.flatMap(fromUnknown(given), (value) =>
    isValueObject(value)
      ? Result.succeed(objectFrom(Object.entries(value).map(([name, member]) => [name, withFiles(member)] as const)))
      : Result.fail(new InputTypeMismatch({ message: "inputs must be a mapping", params: { variable: "inputs" } }))
  )
