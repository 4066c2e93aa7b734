import { Option, Result } from "effect"
import { parseJson } from "../value/parse_json.ts"
import type { Value, ValueObject } from "../value/value.ts"
import { emptyObject, isValueArray, isValueObject } from "../value/value_object.ts"

/** How many places of a text are tried: a hostile answer of braces must not take quadratic time. */
const maximumAttempts = 16

const parsed = (text: string): Value | undefined => Option.getOrUndefined(Result.getSuccess(parseJson(text)))

// The end of the object that starts here; undefined when it is never closed.
const endOf = (text: string, start: number): number | undefined => {
  let depth = 0
  let quoted = false
  for (let index = start; index < text.length; index++) {
    const character = text[index]
    if (quoted) {
      if (character === "\\") index++
      else if (character === '"') quoted = false
    } else if (character === '"') quoted = true
    else if (character === "{") depth++
    else if (character === "}" && --depth === 0) return index + 1
  }
  return undefined
}

const embedded = (text: string): Value | undefined => {
  let start = text.indexOf("{")
  for (let attempt = 0; start !== -1 && attempt < maximumAttempts; attempt++) {
    const end = endOf(text, start)
    const value = end === undefined ? undefined : parsed(text.slice(start, end))
    if (value !== undefined) return value
    start = text.indexOf("{", start + 1)
  }
  return undefined
}

/**
 * The JSON object of a model's answer: the whole text, or the first object inside prose or a code fence. Of a list the
 * first object counts, or an empty one. Undefined when there is none.
 *
 * @example
 * ```ts
 * import { jsonObjectIn } from "@flowglass/core"
 *
 * jsonObjectIn('Sure!\n```json\n{"city": "Rome"}\n```')?.city // => "Rome"
 * jsonObjectIn("no idea") // => undefined
 * ```
 */
export const jsonObjectIn = (text: string): ValueObject | undefined => {
  const value = parsed(text) ?? embedded(text)
  if (isValueArray(value)) return value.find((item) => isValueObject(item)) ?? emptyObject()
  return isValueObject(value) ? value : undefined
}
