import { Result } from "effect"
import { ListConditionInvalid, ListFilterValueInvalid } from "../../error/list_errors.ts"
import { floatFromText } from "../../value/python_number.ts"
import { stringRepr } from "../../value/python_text.ts"
import type { FilterOperator } from "./list_operator_config.ts"

type Amount = number | bigint

/** Tells which members a condition keeps. */
export type MemberTest<Member> = (member: Member) => boolean

const invalid = (operator: FilterOperator) =>
  Result.fail(new ListConditionInvalid({ message: `Invalid condition: ${operator}` }))

const textTests: { readonly [Operator in FilterOperator]?: (text: string, value: string) => boolean } = {
  contains: (text, value) => text.includes(value),
  "not contains": (text, value) => !text.includes(value),
  "start with": (text, value) => text.startsWith(value),
  "end with": (text, value) => text.endsWith(value),
  is: (text, value) => text === value,
  "is not": (text, value) => text !== value,
  // Dify asks whether the member is a part of the value, not whether it is one of several.
  in: (text, value) => value.includes(text),
  "not in": (text, value) => !value.includes(text),
  empty: (text) => text === "",
  "not empty": (text) => text !== ""
}

const numberTests: { readonly [Operator in FilterOperator]?: (actual: Amount, value: number) => boolean } = {
  // A big integer and a float are compared by their mathematical value, as in Python.
  // oxlint-disable-next-line eqeqeq
  "=": (actual, value) => actual == value,
  // oxlint-disable-next-line eqeqeq
  "≠": (actual, value) => actual != value,
  "<": (actual, value) => actual < value,
  ">": (actual, value) => actual > value,
  "≤": (actual, value) => actual <= value,
  "≥": (actual, value) => actual >= value
}

/** The test of a text. */
export const textTest = (
  operator: FilterOperator,
  value: string
): Result.Result<MemberTest<string>, ListConditionInvalid> => {
  const holds = textTests[operator]
  return holds === undefined ? invalid(operator) : Result.succeed((text) => holds(text, value))
}

/** The test of a text that must be one of several, or part of one text. */
export const sequenceTest = (
  operator: FilterOperator,
  value: string | ReadonlyArray<string>
): Result.Result<MemberTest<string>, ListConditionInvalid> => {
  if (operator === "in") return Result.succeed((text) => value.includes(text))
  return operator === "not in" ? Result.succeed((text) => !value.includes(text)) : invalid(operator)
}

/** The test of a number; the value is read as Python's `float` reads it. */
export const numberTest = (
  operator: FilterOperator,
  value: string
): Result.Result<MemberTest<Amount>, ListConditionInvalid | ListFilterValueInvalid> => {
  const amount = floatFromText(value)
  if (amount === undefined) {
    const message = `could not convert string to float: ${stringRepr(value)}`
    return Result.fail(new ListFilterValueInvalid({ message }))
  }
  const holds = numberTests[operator]
  return holds === undefined ? invalid(operator) : Result.succeed((actual) => holds(actual, amount))
}

/** The test of a boolean. */
export const booleanTest = (
  operator: FilterOperator,
  value: boolean
): Result.Result<MemberTest<boolean>, ListConditionInvalid> => {
  if (operator === "is") return Result.succeed((actual) => actual === value)
  return operator === "is not" ? Result.succeed((actual) => actual !== value) : invalid(operator)
}
