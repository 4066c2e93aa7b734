import { Float, float, integer } from "../../value/value.ts"
import { evaluationFailed, valueTooLarge } from "../failure.ts"
import type { TemplateValue } from "../value/template_value.ts"

/** Integers have at most this many bits. */
const maximumBits = 16_384
const largest = 1n << BigInt(maximumBits)

/** The number in a value for comparisons: booleans are 0 and 1; undefined when the value is no number. */
export const numericOf = (value: TemplateValue): number | bigint | undefined => {
  if (typeof value === "number" || typeof value === "bigint") return value
  if (typeof value === "boolean") return Number(value)
  return value instanceof Float ? value.value : undefined
}

/** The integer in a value; undefined for floats and all that is no number. */
export const integerOf = (value: TemplateValue): number | bigint | undefined => {
  if (typeof value === "number") return Number.isInteger(value) ? value : undefined
  if (typeof value === "boolean") return Number(value)
  return typeof value === "bigint" ? value : undefined
}

/** Whether a value is a float, whatever its value. */
export const isFloating = (value: TemplateValue): boolean =>
  value instanceof Float || (typeof value === "number" && !Number.isInteger(value))

/** A number as a float of JavaScript; fails when it is too large for one. */
export const toFloat = (value: number | bigint): number => {
  const converted = Number(value)
  if (typeof value === "bigint" && !Number.isFinite(converted)) {
    throw evaluationFailed("the integer is too large for a float")
  }
  return converted
}

/** A float as a value. */
export const floatValue = (value: number): TemplateValue => {
  const made = float(value)
  return typeof made === "number" || made instanceof Float ? made : value
}

/** An integer as a value; fails when it is larger than a template may hold. */
export const integerValue = (value: number | bigint): TemplateValue => {
  if (typeof value === "bigint" && (value > largest || value < -largest)) {
    throw valueTooLarge(`an integer would have more than ${maximumBits} bits`)
  }
  const made = integer(value)
  return typeof made === "number" || typeof made === "bigint" ? made : 0
}

/** Fails when `base ** exponent` would have more bits than an integer may have; called before it is computed. */
export const checkPower = (base: bigint, exponent: number | bigint): void => {
  const bits = (base < 0n ? -base : base).toString(2).length - 1
  if (bits * Number(exponent) > maximumBits) {
    throw valueTooLarge(`an integer would have more than ${maximumBits} bits`)
  }
}
