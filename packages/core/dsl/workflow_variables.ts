import { numberText, pythonText } from "../value/python_text.ts"
import type { Value, ValueObject } from "../value/value.ts"
import { isValueArray, isValueObject, property } from "../value/value_object.ts"
import { pointerTo } from "./json_pointer.ts"
import type { ProblemList } from "./problem_list.ts"
import type { VariableType, WorkflowVariable } from "./workflow_document.ts"

const isText = (value: Value): boolean => typeof value === "string"
const isNumber = (value: Value): boolean => numberText(value) !== undefined
const isBoolean = (value: Value): boolean => typeof value === "boolean"
const listOf =
  (isItem: (value: Value) => boolean) =>
  (value: Value): boolean =>
    isValueArray(value) && value.every(isItem)

const types: ReadonlyMap<string, readonly [VariableType, (value: Value) => boolean]> = new Map([
  ["string", ["string", isText]],
  ["secret", ["secret", isText]],
  ["number", ["number", isNumber]],
  ["integer", ["number", isNumber]],
  ["float", ["number", isNumber]],
  ["boolean", ["boolean", isBoolean]],
  ["object", ["object", isValueObject]],
  ["array[string]", ["array[string]", listOf(isText)]],
  ["array[number]", ["array[number]", listOf(isNumber)]],
  ["array[object]", ["array[object]", listOf(isValueObject)]],
  ["array[boolean]", ["array[boolean]", listOf(isBoolean)]]
])

/** Whether a value is of the type of a variable. */
export const isOfType = (type: VariableType, value: Value): boolean => types.get(type)?.[1](value) ?? false

const longestDescription = 255

const textOr = (object: ValueObject, name: string): string => {
  const value = property(object, name)
  return typeof value === "string" ? value : ""
}

/** A variable, or Dify's words for what is wrong with it. */
const readVariable = (entry: Value, conversation: boolean): WorkflowVariable | string => {
  if (!isValueObject(entry)) return "a variable must be a mapping"
  const name = textOr(entry, "name")
  if (name === "") return "missing name"
  const typeName = property(entry, "value_type") ?? null
  if (typeName === null || typeName === "") return `variable "${name}": missing value type`
  const value = property(entry, "value") ?? null
  if (value === null) return `variable "${name}": missing value`
  const known = typeof typeName === "string" ? types.get(typeName) : undefined
  if (known === undefined) return `variable "${name}": not supported value type ${pythonText(typeName)}`
  const [type, fits] = known
  if (!fits(value)) {
    return type === "number"
      ? `variable "${name}": invalid number value ${pythonText(value)}`
      : `variable "${name}": its value is not of type ${type}`
  }
  const description = textOr(entry, "description")
  if (conversation && Array.from(description).length > longestDescription) {
    return `description of variable '${name}' is too long (max ${longestDescription} characters)`
  }
  return { id: textOr(entry, "id"), name, description, type, value }
}

/** Reads `environment_variables` or `conversation_variables`; null and absent are none. */
export const readVariables = (
  workflow: ValueObject,
  workflowPointer: string,
  kind: "environment" | "conversation",
  problems: ProblemList
): ReadonlyArray<WorkflowVariable> => {
  const code = `dsl_${kind}_variable_invalid` as const
  const list = property(workflow, `${kind}_variables`) ?? []
  const listPointer = pointerTo(workflowPointer, `${kind}_variables`)
  if (!isValueArray(list)) {
    problems.add(code, listPointer, `${kind}_variables must be a list`)
    return []
  }
  const variables = new Map<string, WorkflowVariable>()
  for (const [index, entry] of list.entries()) {
    const pointer = pointerTo(listPointer, index)
    const variable = readVariable(entry, kind === "conversation")
    if (typeof variable === "string") problems.add(code, pointer, variable)
    else {
      if (variables.has(variable.name)) {
        problems.warn(code, pointer, `variable "${variable.name}" is there twice; the last one counts`)
      }
      variables.set(variable.name, variable)
    }
  }
  return [...variables.values()]
}
