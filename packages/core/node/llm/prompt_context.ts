import { Result } from "effect"
import { PromptContextInvalid } from "../../error/llm_errors.ts"
import { isTruthy } from "../../value/is_truthy.ts"
import { pythonText } from "../../value/python_text.ts"
import type { Value } from "../../value/value.ts"
import { isValueArray, isValueObject, property } from "../../value/value_object.ts"
import type { VariableReader } from "../../value/variable_pool.ts"
import type { LlmConfig } from "./llm_config.ts"
import { type PromptFailure, promptFailure } from "./prompt_failure.ts"

const quoteLength = 500

const itemText = (item: Value): Result.Result<string, PromptFailure> => {
  if (typeof item === "string") return Result.succeed(`${item}\n`)
  const content = isValueObject(item) ? property(item, "content") : undefined
  if (content === undefined) {
    const message = `Invalid context structure: ${pythonText(item).slice(0, quoteLength)}`
    return promptFailure(new PromptContextInvalid({ message }), "InvalidContextStructureError")
  }
  const summary = isValueObject(item) ? (property(item, "summary") ?? null) : null
  return Result.succeed(`${isTruthy(summary) ? `${pythonText(summary)}\n` : ""}${pythonText(content)}\n`)
}

/**
 * The text that stands for `{{#context#}}`: a text as it is; of a list the texts and the contents of its search results,
 * each on its own line, a summary before its content. Anything else is no context.
 */
export const promptContext = (config: LlmConfig, variables: VariableReader): Result.Result<string, PromptFailure> => {
  const { enabled, variable_selector } = config.context
  const value = enabled ? variables.get(variable_selector) : undefined
  if (typeof value === "string") return Result.succeed(value)
  if (!isValueArray(value)) return Result.succeed("")
  let text = ""
  for (const item of value) {
    const read = itemText(item)
    if (Result.isFailure(read)) return read
    text += read.success
  }
  return Result.succeed(text.trim())
}
