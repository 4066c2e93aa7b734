import { Result } from "effect"
import type { WorkflowVariable } from "../dsl/workflow_document.ts"
import { didYouMean } from "../error/hint.ts"
import { ConversationVariableUnknown, EnvironmentVariableUnknown } from "../error/run_errors.ts"
import type { ValueNotSupported } from "../error/value_errors.ts"
import { fromUnknown } from "../value/from_unknown.ts"
import { jsonText } from "../value/json_text.ts"
import { parseJson } from "../value/parse_json.ts"
import type { Value, ValueObject } from "../value/value.ts"
import { emptyObject } from "../value/value_object.ts"
import type { InputObject } from "./run_options.ts"

type UnknownVariable = typeof EnvironmentVariableUnknown | typeof ConversationVariableUnknown

/**
 * A value from a command line is text: it is read by the variable's type where that type is no text. A secret is always
 * text, whatever was given: only text can be hidden wherever it shows.
 */
const typed = (variable: WorkflowVariable, value: Value): Value => {
  if (variable.type === "secret") return typeof value === "string" ? value : jsonText(value)
  return typeof value === "string" && variable.type !== "string"
    ? Result.getOrElse(parseJson(value), () => value)
    : value
}

/** The variables of a workflow with their values, some of them replaced by the caller. */
const overrideVariables = <Unknown extends InstanceType<UnknownVariable>>(
  variables: ReadonlyArray<WorkflowVariable>,
  given: InputObject,
  unknown: (message: string) => Unknown
): Result.Result<ValueObject, Unknown | ValueNotSupported> => {
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
    values[name] = typed(variable, value.success)
  }
  return Result.succeed(values)
}

/** The environment variables of a run. */
export const environmentOf = (variables: ReadonlyArray<WorkflowVariable>, given: InputObject = {}) =>
  overrideVariables(variables, given, (message) => new EnvironmentVariableUnknown({ message }))

/** The conversation variables of a run. */
export const conversationOf = (variables: ReadonlyArray<WorkflowVariable>, given: InputObject = {}) =>
  overrideVariables(variables, given, (message) => new ConversationVariableUnknown({ message }))
