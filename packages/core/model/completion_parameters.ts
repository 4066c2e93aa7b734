import { Result } from "effect"
import { parseJson } from "../value/parse_json.ts"
import { templateParts } from "../value/reference.ts"
import type { Selector } from "../value/selector.ts"
import { isFloat, type Value, type ValueObject } from "../value/value.ts"
import { emptyObject, isValueArray, property } from "../value/value_object.ts"
import type { VariableReader } from "../value/variable_pool.ts"

/** Longer texts are cut, as in Dify: parameters are no place for documents. In code points. */
const maximumLength = 1024

const hasReference = (text: string): boolean => templateParts(text).some((part) => part.kind === "reference")

// Variables come as text, while `temperature` wants a number: "0.7" becomes 0.7 and "true" true.
const typed = (text: string): Value => {
  const parsed = Result.getOrElse(parseJson(text.trim()), (): Value => text)
  const scalar = typeof parsed === "number" || typeof parsed === "bigint" || typeof parsed === "boolean"
  return scalar || isFloat(parsed) ? parsed : text
}

const resolved = (value: Value, variables: VariableReader): Value =>
  typeof value === "string" && hasReference(value)
    ? typed(Array.from(variables.text(value)).slice(0, maximumLength).join(""))
    : value

/** The parameters of a model call: `stop` apart, references in texts resolved. */
export interface CompletionParameters {
  readonly parameters: ValueObject
  readonly stop: ReadonlyArray<string>
}

/** Reads the `completion_params` of a node. A `stop` that is no list of texts is ignored, as in Dify. */
export const completionParameters = (given: ValueObject, variables: VariableReader): CompletionParameters => {
  const parameters = emptyObject()
  for (const [name, value] of Object.entries(given)) {
    if (name !== "stop") parameters[name] = resolved(value, variables)
  }
  const stop = property(given, "stop")
  const texts = isValueArray(stop) ? stop.filter((item) => typeof item === "string") : []
  return { parameters, stop: isValueArray(stop) && texts.length === stop.length ? texts : [] }
}

/** The variables that the parameters refer to. */
export const parameterSelectors = (given: ValueObject): ReadonlyArray<Selector> =>
  Object.values(given)
    .filter((value) => typeof value === "string")
    .flatMap((text) => templateParts(text).flatMap((part) => (part.kind === "reference" ? [part.selector] : [])))
