const buffer = new DataView(new ArrayBuffer(8))

/** The float exactly, as `mantissa * 2 ** exponent`; for floats from 0 up. */
const exactly = (value: number): { readonly mantissa: bigint; readonly exponent: number } => {
  buffer.setFloat64(0, value)
  const bits = buffer.getBigUint64(0)
  const biased = Number((bits >> 52n) & 0x7ffn)
  const fraction = bits & 0xfffffffffffffn
  return biased === 0
    ? { mantissa: fraction, exponent: -1074 }
    : { mantissa: fraction | 0x10000000000000n, exponent: biased - 1075 }
}

/** `numerator / denominator` as the nearest integer, halves to the even one. */
const roundHalfEven = (numerator: bigint, denominator: bigint): bigint => {
  const quotient = numerator / denominator
  const twice = (numerator % denominator) * 2n
  if (twice < denominator || (twice === denominator && quotient % 2n === 0n)) return quotient
  return quotient + 1n
}

/** `value * 10 ** places` as the nearest integer; `places` may be negative. */
export const scaledInteger = (value: number, places: number): bigint => {
  const { mantissa, exponent } = exactly(value)
  const numerator = (mantissa * 10n ** BigInt(Math.max(places, 0))) << BigInt(Math.max(exponent, 0))
  const denominator = (10n ** BigInt(Math.max(-places, 0))) << BigInt(Math.max(-exponent, 0))
  return roundHalfEven(numerator, denominator)
}

// No float has more digits after its point than this.
const mostPlaces = 1074

/** A finite float from 0 up with a fixed number of digits after the point, rounded exactly. */
export const fixedDigits = (value: number, places: number): string => {
  const exact = Math.min(places, mostPlaces)
  const digits = String(scaledInteger(value, exact)).padStart(exact + 1, "0")
  const whole = digits.slice(0, digits.length - exact)
  return places === 0 ? whole : `${whole}.${digits.slice(digits.length - exact).padEnd(places, "0")}`
}

/** The digits of a float and the power of ten of the first one. */
export interface ScientificDigits {
  readonly digits: string
  readonly exponent: number
}

/** A finite float from 0 up as so many significant digits, rounded exactly. */
export const significantDigits = (value: number, count: number): ScientificDigits => {
  const exact = Math.min(count, mostPlaces)
  if (value === 0) return { digits: "0".repeat(count), exponent: 0 }
  const exponent = Number(value.toExponential().split("e")[1])
  const digits = String(scaledInteger(value, exact - 1 - exponent))
  // Rounding up may have made 9.99 a 10.0.
  const carried = digits.length > exact
  return { digits: digits.slice(0, exact).padEnd(count, "0"), exponent: carried ? exponent + 1 : exponent }
}
