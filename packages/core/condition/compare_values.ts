import { equalValues } from "../value/equal_values.ts"
import { isTruthy } from "../value/is_truthy.ts"
import { pythonText } from "../value/python_text.ts"
import type { Value } from "../value/value.ts"
import { isValueArray } from "../value/value_object.ts"
import { compareNumbers, equalNumbers } from "./_compare_numbers.ts"
import { type Outcome, typeMismatch } from "./_outcome.ts"
import type { ComparisonOperator } from "./comparison_operator.ts"
import type { ExpectedValue } from "./condition.ts"

type Comparison = (actual: Value, expected: ExpectedValue) => Outcome

const not =
  (comparison: Comparison): Comparison =>
  (actual, expected) => {
    const outcome = comparison(actual, expected)
    return typeof outcome === "boolean" ? !outcome : outcome
  }

/** Null is neither equal nor unequal, neither smaller nor greater: all of these are false for it. */
const falseForNull =
  (comparison: Comparison): Comparison =>
  (actual, expected) =>
    actual === null ? false : comparison(actual, expected)

const falseForFalsy =
  (comparison: Comparison): Comparison =>
  (actual, expected) =>
    isTruthy(actual) && comparison(actual, expected)

const contains = falseForFalsy((actual, expected) => {
  if (typeof actual === "string") return actual.includes(pythonText(expected))
  if (isValueArray(actual)) return actual.some((member) => equalValues(member, expected))
  return typeMismatch("Invalid actual value type: string or array")
})

const affix = (word: string, holds: (actual: string, expected: string) => boolean): Comparison =>
  falseForFalsy((actual, expected) => {
    if (typeof actual !== "string") return typeMismatch("Invalid actual value type: string")
    return typeof expected === "string"
      ? holds(actual, expected)
      : typeMismatch(`Expected value must be a string for ${word}`)
  })

const is: Comparison = (actual, expected) =>
  typeof actual === "string" || typeof actual === "boolean"
    ? equalValues(actual, expected)
    : typeMismatch("Invalid actual value type: string or boolean")

const isIn = falseForFalsy((actual, expected) =>
  isValueArray(expected)
    ? expected.some((member) => equalValues(actual, member))
    : typeMismatch("Invalid expected value type: array")
)

const isHomogeneous = (list: ReadonlyArray<string | boolean>): boolean =>
  list.every((member) => typeof member === typeof list[0])

const holdsAll = (actual: Value, expected: ReadonlyArray<string | boolean>): boolean => {
  if (typeof actual === "string") return expected.every((part) => typeof part === "string" && actual.includes(part))
  return isValueArray(actual) && expected.every((wanted) => actual.some((member) => equalValues(member, wanted)))
}

// Unlike the other operators, the expected list is looked at before the actual value.
const allOf: Comparison = (actual, expected) => {
  if (expected === null || typeof expected !== "object" || !isHomogeneous(expected)) {
    return typeMismatch("all of operator expects homogeneous list of strings or booleans")
  }
  return isTruthy(actual) && holdsAll(actual, expected)
}

const empty: Comparison = (actual) => !isTruthy(actual)

const isNull: Comparison = (actual) => actual === null

const comparisons: { readonly [Operator in ComparisonOperator]: Comparison } = {
  contains,
  "not contains": not(contains),
  "start with": affix("startswith", (actual, expected) => actual.startsWith(expected)),
  "end with": affix("endswith", (actual, expected) => actual.endsWith(expected)),
  is: falseForNull(is),
  "is not": falseForNull(not(is)),
  empty,
  "not empty": not(empty),
  "=": falseForNull(equalNumbers),
  "≠": falseForNull(not(equalNumbers)),
  ">": falseForNull(compareNumbers((actual, expected) => actual > expected)),
  "<": falseForNull(compareNumbers((actual, expected) => actual < expected)),
  "≥": falseForNull(compareNumbers((actual, expected) => actual >= expected)),
  "≤": falseForNull(compareNumbers((actual, expected) => actual <= expected)),
  null: isNull,
  "not null": not(isNull),
  in: isIn,
  "not in": not(isIn),
  "all of": allOf,
  exists: not(isNull),
  "not exists": isNull
}

/**
 * Compares a value as Dify does, with an expected value that is already prepared (template resolved, booleans read).
 * The result is a boolean, or the error that says why there is none: `condition_type_mismatch` or
 * `condition_value_invalid`.
 *
 * @example
 * ```ts
 * import { compareValues } from "@flowglass/core"
 *
 * compareValues("≥", 1, "0.95") // => true
 * compareValues("contains", ["a", "b"], "b") // => true
 * ```
 */
export const compareValues = (operator: ComparisonOperator, actual: Value, expected: ExpectedValue): Outcome =>
  comparisons[operator](actual, expected)
