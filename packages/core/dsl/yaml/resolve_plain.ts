import { float, integer, type Value } from "../../value/value.ts"

const booleans: ReadonlyMap<string, boolean> = new Map(
  [[true, ["yes", "true", "on"]] as const, [false, ["no", "false", "off"]] as const].flatMap(([value, words]) =>
    words.flatMap((word): Array<[string, boolean]> => {
      const capital = word.charAt(0).toUpperCase() + word.slice(1)
      return [
        [word, value],
        [capital, value],
        [word.toUpperCase(), value]
      ]
    })
  )
)

const nulls = new Set(["", "~", "null", "Null", "NULL"])

const integerShape = /^[-+]?(?:0b[01_]+|0x[0-9a-fA-F_]+|0[0-7_]*|[1-9][0-9_]*(?::[0-5]?[0-9])*)$/
const integerPattern =
  /^([-+]?)(?:0b([01]+)|0x([0-9a-fA-F]+)|0([0-7]+)|(0|[1-9][0-9]*)|([1-9][0-9]*(?::[0-5]?[0-9])+))$/
const floatPattern = /^(?:[-+]?[0-9][0-9_]*\.[0-9_]*(?:[eE][-+][0-9]+)?|\.[0-9][0-9_]*(?:[eE][-+][0-9]+)?)$/
const sexagesimalFloatPattern = /^[-+]?[0-9][0-9_]*(?::[0-5]?[0-9])+\.[0-9_]*$/
const infinityPattern = /^[-+]?\.(?:inf|Inf|INF)$/
const notANumberPattern = /^\.(?:nan|NaN|NAN)$/

/** Python refuses longer integers: converting them takes quadratic time. */
const maximumDigits = 4300

/** First characters of anything that is not simply text. */
const special = /^[-+.0-9~yYnNtTfFoO]/

const sexagesimalInteger = (text: string): bigint =>
  text.split(":").reduce((total, part) => total * 60n + BigInt(part), 0n)

const sexagesimalFloat = (text: string): number => text.split(":").reduce((total, part) => total * 60 + Number(part), 0)

const signed = (magnitude: bigint, sign: string): Value => integer(sign === "-" ? -magnitude : magnitude)

const resolveInteger = (text: string): Value | undefined => {
  if (text.length > maximumDigits) return undefined
  const match = integerPattern.exec(text.replaceAll("_", ""))
  // PyYAML matches with the underscores in place: `_1` and `0x_` are text.
  if (match === null || !integerShape.test(text)) return undefined
  const [, sign = "", binary, hexadecimal, octal, decimal, sexagesimal] = match
  if (sexagesimal !== undefined) return signed(sexagesimalInteger(sexagesimal), sign)
  if (binary !== undefined) return signed(BigInt(`0b${binary}`), sign)
  if (hexadecimal !== undefined) return signed(BigInt(`0x${hexadecimal}`), sign)
  return signed(BigInt(octal === undefined ? (decimal ?? "") : `0o${octal}`), sign)
}

const resolveFloat = (text: string): Value | undefined => {
  const digits = text.replaceAll("_", "")
  if (floatPattern.test(text)) return float(Number(digits))
  if (sexagesimalFloatPattern.test(text)) {
    return float(text.startsWith("-") ? -sexagesimalFloat(digits.slice(1)) : sexagesimalFloat(digits))
  }
  if (infinityPattern.test(text)) return text.startsWith("-") ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY
  return notANumberPattern.test(text) ? Number.NaN : undefined
}

/**
 * The value of a scalar without quotes, as PyYAML (and so Dify) takes it: `yes` and `off` are booleans, `010` is 8,
 * `1_000` is 1000, `12:30` is 750, a float needs a dot and a sign in its exponent; `08`, `1e3`, `y` are text. Dates stay
 * text: a workflow has no date values.
 */
export const resolvePlain = (text: string): Value => {
  if (text === "") return null
  if (!special.test(text)) return text
  if (nulls.has(text)) return null
  const boolean = booleans.get(text)
  if (boolean !== undefined) return boolean
  return resolveInteger(text) ?? resolveFloat(text) ?? text
}
