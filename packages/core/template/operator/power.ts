import { evaluationFailed } from "../failure.ts"
import type { TemplateValue } from "../value/template_value.ts"
import { checkPower, floatValue, integerValue, toFloat } from "./numeric.ts"

const floatPower = (base: number, exponent: number): number => {
  if (base === 1 || exponent === 0) return 1
  if (base === 0 && exponent < 0) throw evaluationFailed("0.0 cannot be raised to a negative power")
  if (base === -1 && !Number.isFinite(exponent) && !Number.isNaN(exponent)) return 1
  if (base < 0 && Number.isFinite(base) && Number.isFinite(exponent) && !Number.isInteger(exponent)) {
    throw evaluationFailed("a negative number with a fractional power is a complex number, which is not supported")
  }
  const result = base ** exponent
  if (!Number.isFinite(result) && Number.isFinite(base) && Number.isFinite(exponent)) {
    throw evaluationFailed("the result of the power is too large for a float")
  }
  return result
}

/** `base ** exponent` as in Python: integers stay integers unless the exponent is negative. */
export const power = (base: number | bigint, exponent: number | bigint, floating: boolean): TemplateValue => {
  if (floating || exponent < 0) return floatValue(floatPower(toFloat(base), toFloat(exponent)))
  const whole = BigInt(base)
  checkPower(whole, exponent)
  // Of the others only 0, 1 and -1 get this far, and for these only the parity of the exponent matters.
  const bounded = exponent > 20_000 ? 2n + (BigInt(exponent) % 2n) : BigInt(exponent)
  return integerValue(whole ** bounded)
}
