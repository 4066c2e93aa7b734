import { Result } from "effect"
import { CodeOutputMissing, CodeOutputUndeclared } from "../../error/code_output_errors.ts"
import type { Value, ValueArray, ValueObject } from "../../value/value.ts"
import { emptyObject, isValueArray, isValueObject } from "../../value/value_object.ts"
import type { NodeLimits } from "../node_context.ts"
import { beyond, checkBoolean, checkNumber, checkString, isNumeric, mismatch, pythonClass } from "./check_scalar.ts"
import { checkDepth, checkUntyped } from "./check_untyped.ts"
import type { CodeOutput, CodeOutputs } from "./code_config.ts"
import type { CodeOutputError } from "./code_output_error.ts"

type Checked = Result.Result<Value, CodeOutputError>

/** Where a value is, and what it is checked against. */
interface Place {
  readonly path: string
  readonly depth: number
  readonly limits: NodeLimits
}

const checkObject = (value: Value, children: CodeOutput["children"], { path, depth, limits }: Place): Checked => {
  if (value === null) return Result.succeed(null)
  if (!isValueObject(value)) return mismatch(`Output ${path} is not an object, got ${pythonClass(value)} instead.`)
  return checkMembers(value, children ?? null, { path, depth: depth + 1, limits })
}

/** A list of at most `most` items, each checked; `refuse` looks at the shape of every item before any is checked. */
const checkList = (
  value: Value,
  { path }: Place,
  most: number,
  check: (item: Value, path: string) => Checked,
  refuse: (item: Value, index: number) => string | undefined = () => undefined
): Checked => {
  if (value === null) return Result.succeed(null)
  if (!isValueArray(value)) return mismatch(`Output ${path} is not an array, got ${pythonClass(value)} instead.`)
  if (value.length > most)
    return beyond(`The length of output variable \`${path}\` must be less than ${most} elements.`)
  const refusal = firstRefusal(value, refuse)
  return refusal === undefined ? checkItems(value, path, check) : mismatch(refusal)
}

const firstRefusal = (list: ValueArray, refuse: (item: Value, index: number) => string | undefined) => {
  for (const [index, item] of list.entries()) {
    const refusal = refuse(item, index)
    if (refusal !== undefined) return refusal
  }
  return undefined
}

const checkItems = (list: ValueArray, path: string, check: (item: Value, path: string) => Checked): Checked => {
  const items: Array<Value> = []
  for (const [index, item] of list.entries()) {
    const checked = check(item, `${path}[${index}]`)
    if (Result.isFailure(checked)) return checked
    items.push(checked.success)
  }
  return Result.succeed(items)
}

const checkOutput = (value: Value, output: CodeOutput, place: Place): Checked => {
  const { path, limits } = place
  switch (output.type) {
    case "string":
      return checkString(value, path, limits)
    case "number":
      return checkNumber(value, path, limits)
    case "boolean":
      // Dify lets any value pass here, and files rely on it: "yes" goes on as the text that it is.
      return Result.succeed(value)
    case "object":
      return checkObject(value, output.children, place)
    case "array[string]":
      return checkList(value, place, limits.codeStringArrayLength, (item, path) => checkString(item, path, limits))
    case "array[number]":
      // As in Dify, only a number that stands alone has a range and a precision.
      return checkList(
        value,
        place,
        limits.codeNumberArrayLength,
        (item) => Result.succeed(typeof item === "boolean" ? Number(item) : item),
        (item, index) =>
          isNumeric(item) ? undefined : `The element at index ${index} of output variable \`${path}\` must be a number.`
      )
    case "array[boolean]":
      return checkList(value, place, Number.POSITIVE_INFINITY, checkBoolean)
    case "array[object]":
      return checkList(
        value,
        place,
        limits.codeObjectArrayLength,
        (item, path) => checkObject(item, output.children, { ...place, path }),
        (item, index) =>
          item === null || isValueObject(item)
            ? undefined
            : `Output ${path}[${index}] is not an object, got ${pythonClass(item)} instead at index ${index}.`
      )
  }
}

const checkMembers = (object: ValueObject, outputs: CodeOutputs | null, place: Place): Checked => {
  const { path, depth, limits } = place
  if (outputs === null) return Result.map(checkUntyped(object, path, depth, limits), () => object)
  const deep = checkDepth(depth, limits)
  if (Result.isFailure(deep)) return Result.fail(deep.failure)
  const checked = emptyObject()
  for (const [name, output] of Object.entries(outputs)) {
    const member = path === "" ? name : `${path}.${name}`
    if (!Object.hasOwn(object, name)) {
      return Result.fail(new CodeOutputMissing({ message: `Output ${member} is missing.` }))
    }
    const value = checkOutput(object[name] ?? null, output, { ...place, path: member })
    if (Result.isFailure(value)) return value
    checked[name] = value.success
  }
  return Object.keys(object).length === Object.keys(checked).length
    ? Result.succeed(checked)
    : Result.fail(new CodeOutputUndeclared({ message: "Not all output parameters are validated." }))
}

/**
 * Checks what code returned against the declared outputs, with Dify's rules and messages: every declared name must be
 * there, no other may be, values have the declared type and keep the limits. Booleans become 0 and 1 where a number is
 * declared, NUL characters are dropped from text. Without declarations only the limits are checked.
 */
export const checkCodeOutput = (
  result: ValueObject,
  outputs: CodeOutputs | null,
  limits: NodeLimits
): Result.Result<ValueObject, CodeOutputError> =>
  Result.map(checkMembers(result, outputs, { path: "", depth: 1, limits }), (checked) =>
    isValueObject(checked) ? checked : result
  )
