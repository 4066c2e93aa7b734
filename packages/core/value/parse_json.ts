import { Result } from "effect"
import { float, integer, type Value } from "./value.ts"
import { emptyObject } from "./value_object.ts"

/** How deep JSON may nest before it is refused: deeper values break persistence later on. */
export const maximumJsonDepth = 100

const depthOf = (text: string): number => {
  let depth = 0
  let deepest = 0
  let quoted = false
  for (let index = 0; index < text.length; index++) {
    const code = text.charCodeAt(index)
    if (quoted) {
      if (code === 92) index++
      else if (code === 34) quoted = false
    } else if (code === 34) quoted = true
    else if (code === 91 || code === 123) deepest = Math.max(deepest, ++depth)
    else if (code === 93 || code === 125) depth--
  }
  return deepest
}

const revive = (_name: string, value: unknown, context?: { readonly source?: string }): unknown => {
  if (typeof value === "number") {
    const source = context?.source ?? String(value)
    return /^-?\d+$/.test(source) ? integer(BigInt(source)) : float(value)
  }
  if (typeof value === "object" && value !== null && !Array.isArray(value)) {
    return Object.assign(emptyObject(), value)
  }
  return value
}

const parse = (text: string): Value => JSON.parse(text, revive)

/**
 * JSON text to a value: `1` stays an integer, `1.0` a float, large integers keep every digit, and `__proto__` is a
 * plain key. The failure is a plain sentence.
 */
export const parseJson = (text: string): Result.Result<Value, string> =>
  depthOf(text) > maximumJsonDepth
    ? Result.fail(`the JSON is nested more than ${maximumJsonDepth} levels deep`)
    : Result.try({ try: () => parse(text), catch: (cause) => (cause instanceof Error ? cause.message : String(cause)) })
