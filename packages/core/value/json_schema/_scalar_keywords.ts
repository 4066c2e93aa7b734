import { pythonRepr } from "../python_text.ts"
import type { Value, ValueObject } from "../value.ts"
import { property } from "../value_object.ts"
import { tooShort } from "./_too_short.ts"
import { amountOf } from "./_value_keywords.ts"

type Amount = number | bigint

const isMultiple = (amount: Amount, factor: Amount): boolean => {
  if (typeof amount === "bigint" || typeof factor === "bigint") {
    if (typeof factor === "number" && !Number.isInteger(factor))
      return Number.isInteger(Number(amount) / Number(factor))
    return BigInt(factor) !== 0n && Number.isInteger(Number(amount)) && BigInt(amount) % BigInt(factor) === 0n
  }
  return Number.isInteger(amount / factor)
}

const rules: ReadonlyArray<readonly [string, (amount: Amount, limit: Amount) => boolean, string]> = [
  ["minimum", (amount, limit) => amount >= limit, "is less than the minimum of"],
  ["maximum", (amount, limit) => amount <= limit, "is greater than the maximum of"],
  ["exclusiveMinimum", (amount, limit) => amount > limit, "is less than or equal to the minimum of"],
  ["exclusiveMaximum", (amount, limit) => amount < limit, "is greater than or equal to the maximum of"],
  ["multipleOf", isMultiple, "is not a multiple of"]
]

const numberViolation = (schema: ValueObject, value: Value, amount: Amount): string | undefined => {
  for (const [keyword, holds, words] of rules) {
    const limit = property(schema, keyword)
    const bound = amountOf(limit)
    if (limit !== undefined && bound !== undefined && !holds(amount, bound)) {
      return `${pythonRepr(value)} ${words} ${pythonRepr(limit)}`
    }
  }
  return undefined
}

const textViolation = (schema: ValueObject, value: string): string | undefined => {
  const minimum = amountOf(property(schema, "minLength"))
  const maximum = amountOf(property(schema, "maxLength"))
  if (minimum === undefined && maximum === undefined) return undefined
  const length = Array.from(value).length
  if (minimum !== undefined && length < minimum) return tooShort(value, minimum)
  return maximum !== undefined && length > maximum ? `${pythonRepr(value)} is too long` : undefined
}

/** The keywords for numbers and texts; texts are counted in characters. */
export const scalarViolation = (schema: ValueObject, value: Value): string | undefined => {
  if (typeof value === "string") return textViolation(schema, value)
  const amount = amountOf(value)
  return amount === undefined ? undefined : numberViolation(schema, value, amount)
}
