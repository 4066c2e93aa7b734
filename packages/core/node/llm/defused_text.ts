import { templateParts } from "../../value/reference.ts"
import { textOf } from "../../value/text_form.ts"
import type { VariableReader } from "../../value/variable_pool.ts"

const placeholder = /\{\{([a-zA-Z_][a-zA-Z0-9_]{0,29}|#histories#|#query#|#context#)\}\}/g
const modelToken = /<\|.*?\|>/g

/** A value that goes into a prompt of a basic app: what reads like a placeholder there loses its outer braces. */
export const defusedValue = (text: string): string => text.replaceAll(placeholder, "{$1}")

/** A prompt of a basic app, whole: tokens of models such as `<|im_start|>` are taken out, whoever wrote them. */
export const withoutModelTokens = (prompt: string): string => prompt.replaceAll(modelToken, "")

/** A template with its references as text, as the prompts of Dify's basic apps are filled in. */
export const defusedText = (template: string, variables: VariableReader): string => {
  const filled = templateParts(template).map((part) => {
    if (part.kind === "text") return part.text
    const value = variables.get(part.selector)
    return value === undefined ? "" : defusedValue(textOf(value))
  })
  return withoutModelTokens(filled.join(""))
}
