import { Result } from "effect"
import { CodeOutputTooDeep } from "../../error/code_output_errors.ts"
import type { Value, ValueArray, ValueObject } from "../../value/value.ts"
import { isValueArray, isValueObject } from "../../value/value_object.ts"
import type { NodeLimits } from "../node_context.ts"
import { checkNumber, checkText, isNumeric, mismatch } from "./check_scalar.ts"
import type { CodeOutputError } from "./code_output_error.ts"

/** Nothing wrong, or what is. */
type Verdict = Result.Result<void, CodeOutputError>

const fine: Verdict = Result.void

const verdictOf = (checked: Result.Result<Value, CodeOutputError>): Verdict => Result.map(checked, () => undefined)

/** Refuses what is nested deeper than the limit; the result of the code itself is depth 1. */
export const checkDepth = (depth: number, limits: NodeLimits): Verdict =>
  depth > limits.codeDepth
    ? Result.fail(new CodeOutputTooDeep({ message: `Depth limit ${limits.codeDepth} reached, object too deep.` }))
    : fine

/** The kinds of which a list without declaration may hold one; null fits all. */
const kinds: ReadonlyArray<(value: Value) => boolean> = [
  isNumeric,
  (value) => typeof value === "string",
  isValueObject,
  isValueArray
]

const checkList = (list: ValueArray, path: string, depth: number, limits: NodeLimits): Verdict => {
  const deep = checkDepth(depth, limits)
  if (Result.isFailure(deep)) return deep
  const first = list[0] ?? null
  // As in Dify, a list that starts with null is not looked at.
  if (first === null) return fine
  const kind = kinds.find((is) => is(first))
  if (kind === undefined || !list.every((item) => item === null || kind(item))) {
    return mismatch(`Output ${path} is not a valid array. make sure all elements are of the same type.`)
  }
  for (const [index, item] of list.entries()) {
    const inner = isValueArray(item) ? depth + 1 : depth
    const checked = checkMember(item, `${path}[${index}]`, inner, limits)
    if (Result.isFailure(checked)) return checked
  }
  return fine
}

const checkMember = (value: Value, path: string, depth: number, limits: NodeLimits): Verdict => {
  if (typeof value === "string") return verdictOf(checkText(value, path, limits))
  if (isNumeric(value)) return verdictOf(checkNumber(value, path, limits))
  if (isValueArray(value)) return checkList(value, path, depth, limits)
  if (isValueObject(value)) return checkUntyped(value, path, depth + 1, limits)
  return value === null ? fine : mismatch(`Output ${path} is not a valid type.`)
}

/** Checks the limits of an object of which no members are declared; its values stay as they are. */
export const checkUntyped = (object: ValueObject, path: string, depth: number, limits: NodeLimits): Verdict => {
  const deep = checkDepth(depth, limits)
  if (Result.isFailure(deep)) return deep
  for (const [name, member] of Object.entries(object)) {
    const checked = checkMember(member, path === "" ? name : `${path}.${name}`, depth, limits)
    if (Result.isFailure(checked)) return checked
  }
  return fine
}
