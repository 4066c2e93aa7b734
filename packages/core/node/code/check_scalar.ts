import { Result } from "effect"
import { CodeOutputLimitExceeded, CodeOutputTypeMismatch } from "../../error/code_output_errors.ts"
import { pythonTypeName } from "../../value/python_type_name.ts"
import { Float, type Value } from "../../value/value.ts"
import type { NodeLimits } from "../node_context.ts"

/** A checked value, or why it is refused. Null passes every check. */
export type Checked<Error> = Result.Result<Value, Error>

type ScalarError = CodeOutputLimitExceeded | CodeOutputTypeMismatch

/** Dify's bounds of a number: those of a 64-bit integer, except its lowest value. */
const largest = 2n ** 63n - 1n

/** A refusal because of a type. */
export const mismatch = (message: string) => Result.fail(new CodeOutputTypeMismatch({ message }))

/** A refusal because of a limit. */
export const beyond = (message: string) => Result.fail(new CodeOutputLimitExceeded({ message }))

/** Python's `<class 'int'>`, as some of Dify's messages show a type. */
export const pythonClass = (value: Value): string => `<class '${pythonTypeName(value)}'>`

const isLongerThan = (text: string, length: number): boolean => {
  if (text.length <= length) return false
  let points = 0
  for (const _ of text) if (++points > length) return true
  return false
}

/** Text within the limit, without its NUL characters. */
export const checkText = (text: string, path: string, limits: NodeLimits): Checked<ScalarError> =>
  isLongerThan(text, limits.codeStringLength)
    ? beyond(`The length of output variable \`${path}\` must be less than ${limits.codeStringLength} characters`)
    : Result.succeed(text.replaceAll("\u0000", ""))

/** Text or null. */
export const checkString = (value: Value, path: string, limits: NodeLimits): Checked<ScalarError> => {
  if (value === null) return Result.succeed(null)
  return typeof value === "string"
    ? checkText(value, path, limits)
    : mismatch(`Output ${path} must be a string, got ${pythonTypeName(value)} instead.`)
}

const decimals = (value: number): number => {
  const [digits = "", exponent = "0"] = String(value).split("e")
  return Math.max(0, (digits.split(".")[1] ?? "").length - Number(exponent))
}

/** A number, or a boolean as 0 or 1; undefined for anything else. */
const numberOf = (value: Value): number | bigint | undefined => {
  if (value instanceof Float) return value.value
  if (typeof value === "boolean") return Number(value)
  return typeof value === "number" || typeof value === "bigint" ? value : undefined
}

/** Whether Python takes the value for a number: booleans are integers there. */
export const isNumeric = (value: Value): boolean => numberOf(value) !== undefined

/** A number within the limits; a boolean becomes 0 or 1. */
export const checkNumber = (value: Value, path: string, limits: NodeLimits): Checked<ScalarError> => {
  if (value === null) return Result.succeed(null)
  const number = numberOf(value)
  if (number === undefined) return mismatch(`Output ${path} is not a number, got ${pythonClass(value)} instead.`)
  if (number > largest || number < -largest) {
    return beyond(`Output variable \`${path}\` is out of range, it must be between ${-largest} and ${largest}.`)
  }
  if (typeof number === "number" && !Number.isInteger(number) && decimals(number) > limits.codePrecision) {
    return beyond(
      `Output variable \`${path}\` has too high precision, it must be less than ${limits.codePrecision} digits.`
    )
  }
  return Result.succeed(typeof value === "boolean" ? Number(value) : value)
}

/** A boolean or null: what a list of booleans may hold. */
export const checkBoolean = (value: Value, path: string): Checked<CodeOutputTypeMismatch> =>
  value === null || typeof value === "boolean"
    ? Result.succeed(value)
    : mismatch(`Output ${path} is not a boolean, got ${pythonClass(value)} instead.`)
