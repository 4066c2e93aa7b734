import { evaluationFailed } from "../failure.ts"

const bitLength = (value: bigint): number => value.toString(2).length

/** The float nearest to `left / right`, for integers that floats cannot hold. */
export const divideIntegers = (left: bigint, right: bigint): number => {
  const negative = left < 0n !== right < 0n
  const one = left < 0n ? -left : left
  const two = right < 0n ? -right : right
  // A quotient of 66 bits and more is rounded rightly, once a bit for the rest has been added.
  const shift = Math.max(0, 66 - bitLength(one) + bitLength(two))
  const scaled = one << BigInt(shift)
  const quotient = ((scaled / two) << 1n) | (scaled % two === 0n ? 0n : 1n)
  const result = Number(quotient) * 2 ** -(shift + 1)
  if (!Number.isFinite(result)) throw evaluationFailed("the result of the integer division is too large for a float")
  return negative ? -result : result
}
