import type { Value, ValueObject } from "../../value/value.ts"
import { objectFrom } from "../../value/value_object.ts"
import type { ValueType } from "../../value/value_type.ts"
import type { VariableUpdate } from "../node_result.ts"

/** A change of a variable, and the type that the variable has. */
export interface Assignment extends VariableUpdate {
  readonly type: ValueType
}

/** What the process data of an assigner tells of its changes, under Dify's names. */
export const updatedVariables = (assignments: ReadonlyArray<Assignment>): readonly [string, Value] => [
  "__updated_variables",
  assignments.map(({ selector, value, type }) => ({
    name: selector[1],
    selector: [...selector],
    value_type: type,
    new_value: value
  }))
]

/** The same, after each variable with its new value. */
export const namedVariables = (assignments: ReadonlyArray<Assignment>): ValueObject =>
  objectFrom([
    ...assignments.map(({ selector, value }): readonly [string, Value] => [selector[1], value]),
    updatedVariables(assignments)
  ])
