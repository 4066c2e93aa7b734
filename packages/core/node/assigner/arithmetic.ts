import { Float, float, integer, type Value } from "../../value/value.ts"

/** The operations on numbers. */
export type Arithmetic = "+=" | "-=" | "*=" | "/="

const asNumber = (value: Value): number =>
  value instanceof Float ? value.value : typeof value === "bigint" ? Number(value) : value === true ? 1 : Number(value)

const asInteger = (value: Value): bigint | undefined => {
  if (typeof value === "bigint") return value
  if (typeof value === "boolean") return value ? 1n : 0n
  return typeof value === "number" && Number.isInteger(value) ? BigInt(value) : undefined
}

const exact = {
  "+=": (a: bigint, b: bigint) => a + b,
  "-=": (a: bigint, b: bigint) => a - b,
  "*=": (a: bigint, b: bigint) => a * b
}

const rough = {
  "+=": (a: number, b: number) => a + b,
  "-=": (a: number, b: number) => a - b,
  "*=": (a: number, b: number) => a * b,
  "/=": (a: number, b: number) => a / b
}

/**
 * Python's arithmetic: integers stay integers of any size, a float makes a float, and `/` always does, so that a
 * divided integer is a float in value and in type.
 */
export const calculate = (operation: Arithmetic, left: Value, right: Value): Value => {
  const a = asInteger(left)
  const b = asInteger(right)
  if (operation !== "/=" && a !== undefined && b !== undefined) return integer(exact[operation](a, b))
  return float(rough[operation](asNumber(left), asNumber(right)))
}
