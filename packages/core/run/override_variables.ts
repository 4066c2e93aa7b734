import { Result } from "effect"
import type { WorkflowVariable } from "../dsl/workflow_document.ts"
import { isOfType } from "../dsl/workflow_variables.ts"
import { didYouMean } from "../error/hint.ts"
import { VariableTypeMismatch } from "../error/input_errors.ts"
import { ConversationVariableUnknown, EnvironmentVariableUnknown } from "../error/run_errors.ts"
import { fromUnknown, type ValueRefusal } from "../value/from_unknown.ts"
import { jsonText } from "../value/json_text.ts"
import { parseJson } from "../value/parse_json.ts"
import { floatFromText, integerFromText } from "../value/python_number.ts"
import { pythonTypeName } from "../value/python_type_name.ts"
import { float, type Value, type ValueObject } from "../value/value.ts"
import { emptyObject } from "../value/value_object.ts"
import type { InputObject } from "./run_options.ts"

type Kind = "environment" | "conversation"
type UnknownVariable = typeof EnvironmentVariableUnknown | typeof ConversationVariableUnknown

/** Text as a number: an integer as Python reads it, and whatever has a point or an exponent as a float. */
const numberOf = (text: string): Value | undefined => {
  if (!/[.e]/i.test(text)) return integerFromText(text)
  const number = floatFromText(text)
  return number !== undefined && Number.isFinite(number) ? float(number) : undefined
}

const booleanOf = (text: string): Value | undefined => {
  const word = text.trim().toLowerCase()
  return word === "true" || (word === "false" ? false : undefined)
}

/**
 * A value from a command line is text: it is read by the variable's type where that type is no text. A secret is always
 * text, whatever was given: only text can be hidden wherever it shows. Undefined when the value is not of the type.
 */
const typed = ({ type }: WorkflowVariable, given: Value): Value | undefined => {
  if (type === "secret") return typeof given === "string" ? given : jsonText(given)
  let value: Value | undefined = given
  if (typeof given === "string" && type !== "string") {
    if (type === "number") value = numberOf(given)
    else value = type === "boolean" ? booleanOf(given) : Result.getOrUndefined(parseJson(given))
  }
  return value !== undefined && isOfType(type, value) ? value : undefined
}

const longestShown = 40

const mismatch = (kind: Kind, { name, type }: WorkflowVariable, given: Value): VariableTypeMismatch => {
  const text = typeof given !== "string" ? undefined : JSON.stringify(given.slice(0, longestShown))
  const shown = text === undefined ? `of type ${pythonTypeName(given)}` : `the text ${text}`
  return new VariableTypeMismatch({
    message: `The ${kind} variable "${name}" is of type ${type}, and the value given for it is ${shown}`,
    params: { variable: name, type }
  })
}

/** The variables of a workflow with their values, some of them replaced by the caller. */
const overrideVariables = <Unknown extends InstanceType<UnknownVariable>>(
  kind: Kind,
  variables: ReadonlyArray<WorkflowVariable>,
  given: InputObject,
  unknown: (message: string) => Unknown
): Result.Result<ValueObject, Unknown | ValueRefusal | VariableTypeMismatch> => {
  const values = emptyObject()
  const byName = new Map(variables.map((variable) => [variable.name, variable]))
  for (const variable of variables) values[variable.name] = variable.value
  for (const [name, data] of Object.entries(given)) {
    const variable = byName.get(name)
    if (variable === undefined) {
      const hint = didYouMean(name, byName.keys())
      return Result.fail(unknown(`The workflow has no variable "${name}"${hint === undefined ? "" : `; ${hint}`}`))
    }
    const value = fromUnknown(data)
    if (Result.isFailure(value)) return Result.fail(value.failure)
    const read = typed(variable, value.success)
    if (read === undefined) return Result.fail(mismatch(kind, variable, value.success))
    values[name] = read
  }
  return Result.succeed(values)
}

/** The environment variables of a run. */
export const environmentOf = (variables: ReadonlyArray<WorkflowVariable>, given: InputObject = {}) =>
  overrideVariables("environment", variables, given, (message) => new EnvironmentVariableUnknown({ message }))

/** The conversation variables of a run. */
export const conversationOf = (variables: ReadonlyArray<WorkflowVariable>, given: InputObject = {}) =>
  overrideVariables("conversation", variables, given, (message) => new ConversationVariableUnknown({ message }))
