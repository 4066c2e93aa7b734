const pattern = /^\d{1,30}(?:\.\d{1,30})?$/

/** Whether a text is a plain decimal number that is not negative: `0.15`, `12`. */
export const isDecimal = (text: string): boolean => pattern.test(text)

const decimals = (text: string): number => (text.includes(".") ? text.length - text.indexOf(".") - 1 : 0)

const digitsOf = (text: string, scale: number): bigint =>
  BigInt(text.replace(".", "") + "0".repeat(scale - decimals(text)))

const textOf = (value: bigint, scale: number): string => {
  const digits = String(value).padStart(scale + 1, "0")
  return scale === 0 ? digits : `${digits.slice(0, -scale)}.${digits.slice(-scale)}`
}

/** The sum of two decimals, exact; undefined when either is none. */
export const addDecimals = (left: string, right: string): string | undefined => {
  if (!isDecimal(left) || !isDecimal(right)) return undefined
  const scale = Math.max(decimals(left), decimals(right))
  return textOf(digitsOf(left, scale) + digitsOf(right, scale), scale)
}

/** A decimal times a whole number, over a power of ten, rounded half up to so many decimals; without zeros at its end. */
export const scaledDecimal = (text: string, factor: number, power: number, places: number): string => {
  const scale = decimals(text) + power
  const value = digitsOf(text, decimals(text)) * BigInt(Math.max(0, Math.round(factor)))
  const dropped = Math.max(0, scale - places)
  const unit = 10n ** BigInt(dropped)
  const rounded = textOf((value + unit / 2n) / unit, scale - dropped)
  return rounded.includes(".") ? rounded.replace(/\.?0+$/, "") : rounded
}
