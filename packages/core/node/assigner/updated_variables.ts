import type { Value, ValueObject } from "../../value/value.ts"
import { objectFrom } from "../../value/value_object.ts"
import { valueType } from "../../value/value_type.ts"
import type { VariableUpdate } from "../node_result.ts"

/** The process data of an assigner: each variable with its new value, under Dify's names. */
export const updatedVariables = (updates: ReadonlyArray<VariableUpdate>): ValueObject =>
  objectFrom([
    ...updates.map(({ selector, value }): readonly [string, Value] => [selector[1], value]),
    [
      "__updated_variables",
      updates.map(({ selector, value }) => ({
        name: selector[1],
        selector: [...selector],
        value_type: valueType(value),
        new_value: value
      }))
    ]
  ])
