import { maximumIntegerDigits } from "./parse_json.ts"
import { integer } from "./value.ts"

const space = "[\\t-\\r \\x85\\xa0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000]*"
const digits = "\\d+(?:_\\d+)*"
const integerPattern = new RegExp(`^${space}([+-]?${digits})${space}$`)
const floatPattern = new RegExp(
  `^${space}([+-]?(?:(?:${digits}(?:\\.(?:${digits})?)?|\\.${digits})(?:e[+-]?${digits})?|inf|infinity|nan))${space}$`,
  "i"
)

// Python reads the digits of every script; of those only the full-width ones are typed by accident.
const plain = (text: string): string =>
  text.replace(/[\uff10-\uff19]/g, (digit) => String.fromCharCode(digit.charCodeAt(0) - 0xfee0))

/** Text as Python's `int(text)` reads it: `" 1_000 "` is 1000; undefined where Python refuses it (`"5.0"`). */
export const integerFromText = (text: string): number | bigint | undefined => {
  const found = integerPattern.exec(plain(text))?.[1]?.replaceAll("_", "").replace("+", "")
  if (found === undefined || found.length > maximumIntegerDigits) return undefined
  const small = Number(found)
  return Number.isSafeInteger(small) ? integer(small) : integer(BigInt(found))
}

/** Text as Python's `float(text)` reads it: `"1e3"`, `".5"`, `"inf"`; undefined where Python refuses it. */
export const floatFromText = (text: string): number | undefined => {
  const found = floatPattern.exec(plain(text))?.[1]?.replaceAll("_", "").toLowerCase()
  if (found === undefined) return undefined
  if (found.endsWith("nan")) return Number.NaN
  if (found.includes("inf")) return found.startsWith("-") ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY
  return Number(found)
}
