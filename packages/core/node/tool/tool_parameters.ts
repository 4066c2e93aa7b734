import { Schema } from "effect"
import type { Value, ValueObject } from "../../value/value.ts"
import { emptyObject } from "../../value/value_object.ts"
import type { VariableReader } from "../../value/variable_pool.ts"
import { isSelector, ParameterInput } from "../config/parameter_input.ts"

/** The parts of a tool's config that say what it is called with. */
export interface ToolInputs {
  readonly tool_parameters: { readonly [name: string]: ParameterInput }
  readonly tool_configurations: ValueObject
}

const isParameter = Schema.is(ParameterInput)

/**
 * The value of a parameter; undefined for one that is not given, or names a variable that is not there. Constants that
 * are no text stay what they are, as after Dify's casts.
 */
const valueOf = ({ type, value }: ParameterInput, variables: VariableReader): Value | undefined => {
  if (value === null || value === undefined) return undefined
  if (type === "variable") return isSelector(value) ? variables.get(value) : undefined
  return typeof value === "string" ? variables.text(value) : value
}

/**
 * What a tool is called with: the parameters of the node, over them what was set when it was built. Old files keep
 * parameters among the settings; those of the same name at the right place win over them, as in Dify.
 */
export const toolParameters = (inputs: ToolInputs, variables: VariableReader): ValueObject => {
  const settings = Object.entries(inputs.tool_configurations)
  const moved = settings.filter((entry): entry is [string, Value & ParameterInput] => isParameter(entry[1]))
  const plain = settings.filter(([, value]) => !isParameter(value))
  const given = emptyObject()
  for (const [name, parameter] of [...moved, ...Object.entries(inputs.tool_parameters)]) {
    const value = valueOf(parameter, variables)
    if (value !== undefined) given[name] = value
  }
  for (const [name, value] of plain) {
    const set = valueOf({ type: "mixed", value }, variables)
    if (set !== undefined) given[name] = set
  }
  return given
}
