import { evaluationFailed } from "../failure.ts"
import { scaledInteger } from "../format/decimal_digits.ts"
import { floatValue, integerOf, integerValue, numericOf, toFloat } from "../operator/numeric.ts"
import type { TemplateValue } from "../value/template_value.ts"

// Beyond these a float is itself, or 0.
const mostPlaces = 323
const fewestPlaces = -309

const roundInteger = (value: bigint, places: number): bigint => {
  if (places >= 0) return value
  const unit = 10n ** BigInt(Math.min(-places, 5000))
  const magnitude = value < 0n ? -value : value
  const twice = (magnitude % unit) * 2n
  const quotient = magnitude / unit
  const up = twice > unit || (twice === unit && quotient % 2n === 1n)
  const rounded = (up ? quotient + 1n : quotient) * unit
  return value < 0n ? -rounded : rounded
}

const roundFloat = (value: number, places: number): number => {
  if (!Number.isFinite(value) || places > mostPlaces) return value
  if (places < fewestPlaces) return 0 * value
  const rounded = Number(`${scaledInteger(Math.abs(value), places)}e${-places}`)
  if (!Number.isFinite(rounded)) throw evaluationFailed("the rounded number is too large for a float")
  return value < 0 || Object.is(value, -0) ? -rounded : rounded
}

const towards = (value: number, places: number, method: "ceil" | "floor"): TemplateValue => {
  const scaled = value * 10 ** places
  if (!Number.isFinite(scaled)) throw evaluationFailed("the number is too large to be rounded")
  return floatValue((method === "ceil" ? Math.ceil(scaled) : Math.floor(scaled)) / 10 ** places)
}

/** Rounds as Python's `round` does (exactly, halves to the even digit), or up or down. Integers stay integers. */
export const roundNumber = (
  value: TemplateValue,
  places: number,
  method: "common" | "ceil" | "floor"
): TemplateValue => {
  const number = numericOf(value) ?? 0
  if (method !== "common") return towards(toFloat(number), places, method)
  const whole = integerOf(value)
  return whole === undefined
    ? floatValue(roundFloat(toFloat(number), places))
    : integerValue(roundInteger(BigInt(whole), places))
}
