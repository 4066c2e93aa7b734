import { Result } from "effect"
import { maximumDepth } from "./maximum_depth.ts"
import { float, integer, type Value } from "./value.ts"
import { emptyObject } from "./value_object.ts"

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

/** How many digits an integer may have: Python's limit too, because longer ones take quadratic time to read. */
export const maximumIntegerDigits = 4300

const integerPattern = /^-?\d+$/

/** How JSON text is read. */
export interface ParseJsonOptions {
  /** Whether Python's words `NaN`, `Infinity` and `-Infinity` are numbers. */
  readonly nonFinite?: boolean
  /** How many levels of lists and objects the text may have; those of a value unless told otherwise. */
  readonly depth?: number
}

interface Reading {
  readonly hasWords: boolean
  integerTooLong: boolean
}

/** Numerals that stand for Python's words while JSON.parse reads the text; no writer of JSON produces them. */
const numeralOf: Readonly<Record<string, string>> = { NaN: "7e77777", Infinity: "1e77777" }

const withNumerals = (text: string): string => {
  let read = ""
  let from = 0
  let quoted = false
  for (let index = 0; index < text.length; index++) {
    const code = text.charCodeAt(index)
    if (code === 34) quoted = !quoted
    else if (quoted && code === 92) index++
    if (quoted || (code !== 78 && code !== 73)) continue
    const word = code === 78 ? "NaN" : "Infinity"
    if (!text.startsWith(word, index)) continue
    // The spaces keep a numeral apart from what it does not belong to; the sign of an infinity belongs to it.
    const before = word === "Infinity" && text[index - 1] === "-" ? "" : " "
    read += `${text.slice(from, index)}${before}${numeralOf[word]} `
    from = index + word.length
    index = from - 1
  }
  return `${read}${text.slice(from)}`
}

const revive =
  (reading: Reading) =>
  (_name: string, value: unknown, context?: { readonly source?: string }): unknown => {
    if (typeof value === "number") {
      const source = context?.source ?? String(value)
      if (reading.hasWords && source === numeralOf.NaN) return Number.NaN
      if (!integerPattern.test(source)) return float(value)
      if (Number.isSafeInteger(value)) return integer(value)
      if (source.length <= maximumIntegerDigits) return integer(BigInt(source))
      reading.integerTooLong = true
      return value
    }
    if (typeof value === "object" && value !== null && !Array.isArray(value)) {
      return Object.assign(emptyObject(), value)
    }
    return value
  }

const parse = (text: string, reading: Reading): Value => JSON.parse(text, revive(reading))

/**
 * JSON text to a value: `1` stays an integer, `1.0` a float, large integers keep every digit, and `__proto__` is a
 * plain key. The failure is a plain sentence: what is wrong with the text.
 *
 * @example
 * ```ts
 * import { Result } from "effect"
 * import { jsonText, parseJson } from "@flowglass/core"
 *
 * const value = Result.getOrThrow(parseJson("[1, 1.0, 9007199254740993]"))
 * jsonText(value) // => "[1, 1.0, 9007199254740993]"
 * ```
 */
export const parseJson = (text: string, options: ParseJsonOptions = {}): Result.Result<Value, string> => {
  const { depth = maximumDepth } = options
  if (depthOf(text) > depth) return Result.fail(`the JSON is nested more than ${depth} levels deep`)
  const hasWords = options.nonFinite === true && /NaN|Infinity/.test(text)
  const reading: Reading = { hasWords, integerTooLong: false }
  const parsed = Result.try({
    try: () => parse(hasWords ? withNumerals(text) : text, reading),
    catch: (cause) => (cause instanceof Error ? cause.message : String(cause))
  })
  return reading.integerTooLong
    ? Result.fail(`the JSON has an integer of more than ${maximumIntegerDigits} digits`)
    : parsed
}
