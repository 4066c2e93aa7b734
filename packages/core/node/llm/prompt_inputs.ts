import { Result } from "effect"
import { PromptVariableNotFound } from "../../error/llm_errors.ts"
import { jsonText } from "../../value/json_text.ts"
import { pythonText } from "../../value/python_text.ts"
import { templateParts } from "../../value/reference.ts"
import type { Selector } from "../../value/selector.ts"
import { textOf } from "../../value/text_form.ts"
import type { Value, ValueObject } from "../../value/value.ts"
import {
  emptyObject,
  isValueArray,
  isValueObject,
  type MutableValueObject,
  property
} from "../../value/value_object.ts"
import type { VariableReader } from "../../value/variable_pool.ts"
import type { LlmConfig } from "./llm_config.ts"
import { type PromptFailure, promptFailure } from "./prompt_failure.ts"

interface PromptReference {
  /** `#node.name#`, which is how inputs and messages call it. */
  readonly key: string
  readonly selector: Selector
}

const referencesOf = (template: string): ReadonlyArray<PromptReference> =>
  templateParts(template).flatMap((part) =>
    part.kind === "reference" ? [{ key: `#${part.text}#`, selector: part.selector }] : []
  )

/** The variables that the prompts refer to in their own text; Jinja2 prompts name theirs in the prompt config. */
export const promptReferences = (config: LlmConfig): ReadonlyArray<PromptReference> => {
  const template = config.prompt_template
  const messages = "text" in template ? [template] : template
  return messages.flatMap((message) => (message.edition_type === "basic" ? referencesOf(message.text) : []))
}

/** The variables that the query of the memory refers to. */
export const queryReferences = (config: LlmConfig): ReadonlyArray<PromptReference> =>
  referencesOf(config.memory?.query_prompt_template ?? "")

// A search result shows its content, any other object its JSON.
const objectText = (object: ValueObject): string => {
  const metadata = property(object, "metadata")
  const content = property(object, "content")
  const found = isValueObject(metadata) && Object.hasOwn(metadata, "_source")
  return found && content !== undefined ? pythonText(content) : jsonText(object)
}

const shownText = (value: Value): string => {
  if (isValueObject(value)) return objectText(value)
  if (!isValueArray(value)) return textOf(value)
  return value
    .map((item) => `${isValueObject(item) ? objectText(item) : pythonText(item)}\n`)
    .join("")
    .trim()
}

/**
 * What an llm node shows as its inputs: each variable of its prompts under `#node.name#`, Jinja2 variables under their
 * own names as text. Every one of them must exist.
 */
export const promptInputs = (
  config: LlmConfig,
  variables: VariableReader
): Result.Result<MutableValueObject, PromptFailure> => {
  const inputs = emptyObject()
  const missing = (name: string) =>
    promptFailure(new PromptVariableNotFound({ message: `Variable ${name} not found` }), "VariableNotFoundError")
  for (const { key, selector } of [...promptReferences(config), ...queryReferences(config)]) {
    const value = variables.get(selector)
    if (value === undefined) return missing(key)
    inputs[key] = value ?? ""
  }
  for (const { variable, value_selector } of config.prompt_config.jinja2_variables) {
    const value = variables.get(value_selector)
    if (value === undefined) return missing(variable)
    inputs[variable] = shownText(value)
  }
  return Result.succeed(inputs)
}
