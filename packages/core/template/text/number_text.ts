import { trim } from "./whitespace.ts"

const maximumDigits = 4300

/** Digits of other scripts as those of ASCII: Python reads them too. */
const asciiDigits = (text: string): string =>
  text.replace(/(?!\d)\p{Nd}/gu, (digit) => {
    // Digits stand in runs of ten, so the distance to the first of the run is the value.
    const point = digit.codePointAt(0) ?? 0
    let start = point
    while (point - start < 9 && /\p{Nd}/u.test(String.fromCodePoint(start - 1))) start--
    return String((point - start) % 10)
  })

const digitsOf: Record<number, string> = { 2: "[01]", 8: "[0-7]", 10: "\\d", 16: "[\\da-fA-F]" }
const prefixOf: Record<number, string> = { 2: "0[bB]_?", 8: "0[oO]_?", 16: "0[xX]_?" }

const patternOf = (base: number): RegExp => {
  const digit = digitsOf[base] ?? "[\\da-zA-Z]"
  return new RegExp(`^([+-]?)(?:${prefixOf[base] ?? ""})?(${digit}+(?:_${digit}+)*)$`)
}

const fromDigits = (digits: string, base: number): bigint | undefined => {
  let value = 0n
  for (const digit of digits) {
    const part = Number.parseInt(digit, 36)
    if (part >= base) return undefined
    value = value * BigInt(base) + BigInt(part)
  }
  return value
}

const baseOf = (text: string, base: number): number => {
  if (base !== 0) return base
  const letter = /^[+-]?0([bBoOxX])/.exec(text)?.[1]?.toLowerCase()
  return letter === "b" ? 2 : letter === "o" ? 8 : letter === "x" ? 16 : 10
}

/** Python's `int(text, base)`; undefined when the text is no integer. */
export const parseIntegerText = (text: string, base: number): number | bigint | undefined => {
  if (base === 10 && text.length < 16 && /^-?\d+$/.test(text)) return Number(text)
  const trimmed = asciiDigits(trim(text))
  const radix = baseOf(trimmed, base)
  if (trimmed.length > maximumDigits || radix < 2 || radix > 36) return undefined
  const match = patternOf(radix).exec(trimmed)
  const digits = match?.[2]?.replaceAll("_", "")
  if (digits === undefined) return undefined
  const value = radix === 10 ? BigInt(digits) : fromDigits(digits, radix)
  return match?.[1] === "-" && value !== undefined ? -value : value
}

/** Python's `float(text)`; undefined when the text is no number. */
export const parseFloatText = (text: string): number | undefined => {
  const trimmed = asciiDigits(trim(text))
  const special = /^([+-]?)(inf|infinity|nan)$/i.exec(trimmed)
  if (special !== null) {
    const value = special[2]?.toLowerCase() === "nan" ? Number.NaN : Number.POSITIVE_INFINITY
    return special[1] === "-" ? -value : value
  }
  const pattern = /^[+-]?(?:\d+(?:_\d+)*(?:\.(?:\d+(?:_\d+)*)?)?|\.\d+(?:_\d+)*)(?:[eE][+-]?\d+(?:_\d+)*)?$/
  return pattern.test(trimmed) ? Number(trimmed.replaceAll("_", "")) : undefined
}
