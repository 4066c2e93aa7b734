import type { ValueObject } from "../../value/value.ts"
import { isValueArray, objectFrom } from "../../value/value_object.ts"
import type { VariableReader } from "../../value/variable_pool.ts"
import type { CodeConfig } from "./code_config.ts"

/** What the code is called with: values by name, null for what is missing and for an empty list of files. */
export const codeInputs = (config: CodeConfig, variables: VariableReader): ValueObject =>
  objectFrom(
    config.variables.map(({ variable, value_selector, value_type }) => {
      const value = variables.get(value_selector) ?? null
      const noFiles = value_type === "array[file]" && isValueArray(value) && value.length === 0
      return [variable, noFiles ? null : value]
    })
  )
