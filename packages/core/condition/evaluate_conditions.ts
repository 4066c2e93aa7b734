import { Result } from "effect"
import {
  type ConditionError,
  ConditionSubVariableRequired,
  ConditionVariableNotFound
} from "../error/condition_errors.ts"
import { isFileList } from "../value/files_of.ts"
import { pythonRepr } from "../value/python_text.ts"
import type { Value, ValueObject } from "../value/value.ts"
import type { VariableReader } from "../value/variable_pool.ts"
import { evaluateFileConditions } from "./_evaluate_file_conditions.ts"
import type { Outcome } from "./_outcome.ts"
import { prepareExpected } from "./_prepare_expected.ts"
import { compareValues } from "./compare_values.ts"
import type { ComparisonOperator } from "./comparison_operator.ts"
import type { Condition, LogicalOperator } from "./condition.ts"

/** What a list of conditions came to. */
export interface ConditionReport {
  /** `{ actual_value, expected_value, comparison_operator }` of each comparison; tests of existence and files have none. */
  readonly inputs: ReadonlyArray<ValueObject>
  /** The result of each condition until the list was decided. */
  readonly results: ReadonlyArray<boolean>
  readonly holds: boolean
}

const testsFiles = (operator: ComparisonOperator): boolean =>
  operator === "contains" || operator === "not contains" || operator === "all of"

/** The outcome on a list of files; undefined where the condition is about something else. */
const evaluateFiles = (condition: Condition, actual: Value): Outcome | undefined => {
  if (!testsFiles(condition.comparison_operator) || !isFileList(actual)) return undefined
  if (condition.sub_variable_condition !== null) return evaluateFileConditions(actual, condition.sub_variable_condition)
  // An empty list could be a list of anything: without conditions on files it is compared as such.
  return actual.length === 0 ? undefined : new ConditionSubVariableRequired({ message: "Sub variable is required" })
}

const evaluate = (condition: Condition, variables: VariableReader, inputs: Array<ValueObject>): Outcome => {
  const { variable_selector, comparison_operator } = condition
  const actual = variables.get(variable_selector)
  if (actual === undefined) {
    return new ConditionVariableNotFound({ message: `Variable ${pythonRepr(variable_selector)} not found` })
  }
  const files = evaluateFiles(condition, actual)
  if (files !== undefined) return files
  if (comparison_operator === "exists" || comparison_operator === "not exists") {
    return compareValues(comparison_operator, actual, null)
  }
  const expected = prepareExpected(condition.value, actual, variables)
  if (expected instanceof Error) return expected
  inputs.push({ actual_value: actual, expected_value: expected, comparison_operator })
  return compareValues(comparison_operator, actual, expected)
}

/**
 * Evaluates a list of conditions as Dify's if-else and loop nodes do: from left to right, until the list is decided.
 * An empty list holds for `and` and does not for `or`. It fails with a code of the family `condition` and Dify's text.
 *
 * @example
 * ```ts
 * import { Result } from "effect"
 * import { evaluateConditions, VariablePool } from "@flowglass/core"
 *
 * const variables = new VariablePool()
 * variables.setScope("start", { age: 42 })
 * const adult = {
 *   variable_selector: ["start", "age"],
 *   comparison_operator: "≥",
 *   value: "18",
 *   sub_variable_condition: null
 * } as const
 * Result.getOrThrow(evaluateConditions([adult], "and", variables)).holds // => true
 * ```
 */
export const evaluateConditions = (
  conditions: ReadonlyArray<Condition>,
  operator: LogicalOperator,
  variables: VariableReader
): Result.Result<ConditionReport, ConditionError> => {
  const inputs: Array<ValueObject> = []
  const results: Array<boolean> = []
  const and = operator === "and"
  for (const condition of conditions) {
    const outcome = evaluate(condition, variables, inputs)
    if (typeof outcome !== "boolean") return Result.fail(outcome)
    results.push(outcome)
    if (outcome !== and) return Result.succeed({ inputs, results, holds: outcome })
  }
  return Result.succeed({ inputs, results, holds: and })
}
