import { floatText } from "../../value/python_text.ts"
import { fixedDigits, significantDigits } from "./decimal_digits.ts"

/** The letter that says how a float is written. */
export type FloatStyle = "e" | "f" | "g" | "%" | ""

const special = (value: number): string | undefined => {
  if (Number.isNaN(value)) return "nan"
  return Number.isFinite(value) ? undefined : "inf"
}

const withPoint = (digits: string): string => (digits.length > 1 ? `${digits.slice(0, 1)}.${digits.slice(1)}` : digits)

const exponentText = (exponent: number): string =>
  `e${exponent < 0 ? "-" : "+"}${String(Math.abs(exponent)).padStart(2, "0")}`

const scientific = (value: number, precision: number): string => {
  const { digits, exponent } = significantDigits(value, precision + 1)
  return withPoint(digits) + exponentText(exponent)
}

const trimZeros = (text: string): string => {
  if (!text.includes(".")) return text
  let end = text.length
  while (text.charAt(end - 1) === "0") end--
  return text.slice(0, text.charAt(end - 1) === "." ? end - 1 : end)
}

/** `g`: as many digits as the precision says, with an exponent for very large and very small numbers. */
const general = (value: number, precision: number, keepZeros: boolean, highest: number): string => {
  const count = Math.max(precision, 1)
  const { digits, exponent } = significantDigits(value, count)
  const tidy = keepZeros ? (text: string) => text : trimZeros
  if (exponent < -4 || exponent >= highest) return tidy(withPoint(digits)) + exponentText(exponent)
  if (exponent < 0) return tidy(`0.${"0".repeat(-exponent - 1)}${digits}`)
  const whole = digits.slice(0, exponent + 1).padEnd(exponent + 1, "0")
  const rest = digits.slice(exponent + 1)
  return rest === "" ? whole : tidy(`${whole}.${rest}`)
}

/** Without a letter: as `repr` writes it, or as `g` with at least one digit after the point. */
const plain = (value: number, precision: number | undefined, keepZeros: boolean): string => {
  if (precision === undefined) return floatText(value)
  const text = general(value, precision, keepZeros, Math.max(precision, 1) - 1)
  return text.includes(".") || text.includes("e") ? text : `${text}.0`
}

/** What `#` adds: a point even where no digits follow. */
const forcePoint = (text: string): string => {
  if (text.includes(".")) return text
  const end = text.search(/[e%]/)
  return end < 0 ? `${text}.` : `${text.slice(0, end)}.${text.slice(end)}`
}

const styled = (value: number, style: FloatStyle, precision: number | undefined, keepZeros: boolean): string => {
  const places = precision ?? 6
  switch (style) {
    case "e":
      return scientific(value, places)
    case "f":
      return fixedDigits(value, places)
    case "%":
      return Number.isFinite(value * 100) ? `${fixedDigits(value * 100, places)}%` : "inf%"
    case "g":
      return general(value, places, keepZeros, Math.max(places, 1))
    default:
      return plain(value, precision, keepZeros)
  }
}

/** A float from 0 up as Python's format writes it, without sign, width or grouping. */
export const floatDigits = (
  value: number,
  style: FloatStyle,
  precision: number | undefined,
  alternate: boolean
): string => {
  const known = special(value)
  if (known !== undefined) return style === "%" ? `${known}%` : known
  const text = styled(value, style, precision, alternate)
  return alternate ? forcePoint(text) : text
}
