import { Float } from "../../value/value.ts"
import { integerOf } from "../operator/numeric.ts"
import { NativeFunction } from "../value/native_function.ts"
import type { TemplateObject, TemplateValue } from "../value/template_value.ts"

/** A number or boolean. */
type Scalar = Exclude<TemplateValue, TemplateObject | string | null>

const method = (name: string, result: TemplateValue): NativeFunction =>
  new NativeFunction("builtin_function_or_method", `<built-in method ${name}>`, () => result)

const bitLength = (value: number | bigint): number => {
  const whole = BigInt(value)
  return whole === 0n ? 0 : (whole < 0n ? -whole : whole).toString(2).length
}

/** An attribute of a number: `real`, `imag`, `numerator`, `denominator`, `bit_length()`, `is_integer()`. */
export const numberAttribute = (value: Scalar, name: string): TemplateValue | undefined => {
  const whole = integerOf(value)
  switch (name) {
    case "real":
      return whole ?? value
    case "imag":
      return whole === undefined ? new Float(0) : 0
    case "numerator":
      return whole
    case "denominator":
      return whole === undefined ? undefined : 1
    case "bit_length":
      return whole === undefined ? undefined : method(name, bitLength(whole))
    case "is_integer":
      return whole === undefined ? method(name, value instanceof Float) : undefined
    default:
      return undefined
  }
}
