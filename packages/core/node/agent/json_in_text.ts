import { Result } from "effect"
import { parseJson } from "../../value/parse_json.ts"
import type { ValueObject } from "../../value/value.ts"
import { isValueObject } from "../../value/value_object.ts"

const fenced = (text: string): string | undefined => {
  const open = text.indexOf("```")
  const start = open < 0 ? -1 : text.indexOf("\n", open)
  const end = start < 0 ? -1 : text.indexOf("```", start)
  return end < 0 ? undefined : text.slice(start + 1, end)
}

/** The text from the first brace to the one that closes it, read once from left to right. */
const braced = (text: string): string | undefined => {
  const start = text.indexOf("{")
  if (start < 0) return undefined
  let depth = 0
  let quoted = false
  for (let index = start; index < text.length; index++) {
    const character = text[index]
    if (quoted) {
      if (character === "\\") index++
      else if (character === '"') quoted = false
    } else if (character === '"') quoted = true
    else if (character === "{") depth++
    else if (character === "}" && --depth === 0) return text.slice(start, index + 1)
  }
  return undefined
}

/**
 * The JSON object in a model's text: the whole text, the first fenced block, or the first braces. Undefined when none
 * of them is one. Takes time in proportion to the text, whatever the model wrote.
 */
export const jsonObjectInText = (text: string): ValueObject | undefined => {
  for (const candidate of [text.trim(), fenced(text), braced(text)]) {
    const parsed = candidate?.includes("{") ? parseJson(candidate) : undefined
    if (parsed !== undefined && Result.isSuccess(parsed) && isValueObject(parsed.success)) return parsed.success
  }
  return undefined
}
