import type { ConditionError } from "../error/condition_errors.ts"
import { equalValues } from "../value/equal_values.ts"
import { floatFromText, integerFromText } from "../value/python_number.ts"
import { stringRepr } from "../value/python_text.ts"
import { Float, type Value } from "../value/value.ts"
import { type Outcome, typeMismatch, valueInvalid } from "./_outcome.ts"
import type { ExpectedValue } from "./condition.ts"

type Amount = number | bigint

const unconvertible = (expected: ExpectedValue, type: string): ConditionError =>
  valueInvalid(`Cannot convert <class '${expected === null ? "NoneType" : "list"}'> to ${type}`)

const isInteger = (actual: Value): boolean =>
  typeof actual === "bigint" || (typeof actual === "number" && Number.isInteger(actual) && !Object.is(actual, -0))

/** The expected value as what `=` compares an integer with; Python shows at most 200 characters of a wrong one. */
const expectedInteger = (expected: ExpectedValue): Amount | ConditionError => {
  if (typeof expected === "boolean") return expected ? 1 : 0
  if (typeof expected !== "string") return unconvertible(expected, "int")
  return (
    integerFromText(expected) ??
    valueInvalid(`invalid literal for int() with base 10: ${stringRepr(expected).slice(0, 200)}`)
  )
}

const expectedFloat = (expected: ExpectedValue): Amount | ConditionError => {
  if (typeof expected === "boolean") return expected ? 1 : 0
  if (typeof expected !== "string") return unconvertible(expected, "float")
  return floatFromText(expected) ?? valueInvalid(`could not convert string to float: ${stringRepr(expected)}`)
}

const expectedTruth = (expected: ExpectedValue): boolean | ConditionError =>
  typeof expected === "boolean" || typeof expected === "string" ? Boolean(expected) : unconvertible(expected, "bool")

/** `=` on a value that is not null: the expected value is converted to the type of the actual one. */
export const equalNumbers = (actual: Value, expected: ExpectedValue): Outcome => {
  const wanted =
    typeof actual === "boolean"
      ? expectedTruth(expected)
      : isInteger(actual)
        ? expectedInteger(expected)
        : typeof actual === "number" || actual instanceof Float
          ? expectedFloat(expected)
          : typeMismatch("Invalid actual value type: number or boolean")
  return wanted instanceof Error ? wanted : equalValues(actual, wanted)
}

const amountOf = (actual: Value): Amount | undefined => {
  if (typeof actual === "number" || typeof actual === "bigint") return actual
  if (typeof actual === "boolean") return actual ? 1 : 0
  return actual instanceof Float ? actual.value : undefined
}

// Dify reads the text as a float; text of an integer is compared exactly here, which differs only beyond 2^53.
const expectedAmount = (expected: ExpectedValue): Amount | ConditionError => {
  if (typeof expected === "boolean") return expected ? 1 : 0
  if (typeof expected !== "string") return unconvertible(expected, "number")
  return integerFromText(expected) ?? floatFromText(expected) ?? valueInvalid(`Cannot convert '${expected}' to number`)
}

/** An order (`>`, `<`, `≥`, `≤`) on a value that is not null; booleans count as 0 and 1. */
export const compareNumbers =
  (holds: (actual: Amount, expected: Amount) => boolean) =>
  (actual: Value, expected: ExpectedValue): Outcome => {
    const amount = amountOf(actual)
    if (amount === undefined) return typeMismatch("Invalid actual value type: number")
    const wanted = expectedAmount(expected)
    return wanted instanceof Error ? wanted : holds(amount, wanted)
  }
