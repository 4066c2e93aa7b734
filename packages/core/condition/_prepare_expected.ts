import type { ConditionError } from "../error/condition_errors.ts"
import type { Value } from "../value/value.ts"
import { isValueArray } from "../value/value_object.ts"
import type { VariableReader } from "../value/variable_pool.ts"
import { expectedBoolean } from "./_expected_boolean.ts"
import type { ExpectedValue } from "./condition.ts"

const isBoolean = (value: Value): boolean => typeof value === "boolean"

const readBoolean = (expected: string | boolean): boolean | ConditionError =>
  typeof expected === "boolean" ? expected : expectedBoolean(expected)

const readBooleans = (expected: ReadonlyArray<string | boolean>): ReadonlyArray<boolean> | ConditionError => {
  const booleans: Array<boolean> = []
  for (const member of expected) {
    const read = readBoolean(member)
    if (typeof read !== "boolean") return read
    booleans.push(read)
  }
  return booleans
}

/**
 * What a condition really compares with: text with its references resolved (lists are taken as they are), read as
 * booleans where the variable is a boolean or a list of booleans.
 */
export const prepareExpected = (
  written: ExpectedValue,
  actual: Value,
  variables: VariableReader
): ExpectedValue | ConditionError => {
  if (written === null) return null
  const expected = typeof written === "string" ? variables.text(written) : written
  const readsBooleans = isBoolean(actual) || (isValueArray(actual) && actual.length > 0 && actual.every(isBoolean))
  if (!readsBooleans) return expected
  return typeof expected === "object" ? readBooleans(expected) : readBoolean(expected)
}
