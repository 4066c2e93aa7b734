import { Result, Schema } from "effect"
import { LoopVariableInvalid } from "../../error/container_errors.ts"
import { parseJson } from "../../value/parse_json.ts"
import type { Value } from "../../value/value.ts"
import { isValueArray } from "../../value/value_object.ts"
import { type ValueType, valueType } from "../../value/value_type.ts"
import type { VariableReader } from "../../value/variable_pool.ts"
import { AnyValue } from "../config/any_value.ts"
import { orDefault } from "../config/or_default.ts"

const VariableType = Schema.Literals([
  "string",
  "number",
  "object",
  "boolean",
  "array[string]",
  "array[number]",
  "array[object]",
  "array[boolean]"
])

/** A variable that the rounds of a loop share. */
export const LoopVariable = Schema.Struct({
  label: Schema.String,
  var_type: VariableType,
  value_type: Schema.Literals(["variable", "constant"]),
  value: orDefault(AnyValue, null)
})

export type LoopVariable = typeof LoopVariable.Type

const fits = (value: Value, wanted: LoopVariable["var_type"]): boolean => {
  const type: ValueType = valueType(value)
  if (wanted === "number") return type === "integer" || type === "float"
  if (wanted.startsWith("array") && isValueArray(value) && value.length === 0) return true
  return type === wanted
}

const invalid = (variable: LoopVariable, value: Value): LoopVariableInvalid =>
  new LoopVariableInvalid({
    message: `Invalid value for loop variable ${variable.label}: expected ${variable.var_type}, got ${valueType(value)}`
  })

/** A constant as it stands, or as JSON where it is text of another type; real lists in the file are taken too. */
const constant = (variable: LoopVariable): Result.Result<Value, LoopVariableInvalid> => {
  const { value, var_type } = variable
  if (fits(value, var_type)) return Result.succeed(value)
  if (typeof value !== "string") return Result.fail(invalid(variable, value))
  const parsed = parseJson(value)
  if (Result.isFailure(parsed) || !fits(parsed.success, var_type)) return Result.fail(invalid(variable, value))
  return Result.succeed(parsed.success)
}

/** The value a loop variable starts with. */
export const loopVariableValue = (
  variable: LoopVariable,
  variables: VariableReader
): Result.Result<Value, LoopVariableInvalid> => {
  if (variable.value_type === "constant") return constant(variable)
  const selector = isValueArray(variable.value) ? variable.value.filter((part) => typeof part === "string") : []
  const value = variables.get(selector)
  return value === undefined
    ? Result.fail(new LoopVariableInvalid({ message: `Invalid value for loop variable ${variable.label}` }))
    : Result.succeed(value)
}
