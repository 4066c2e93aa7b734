import { evaluationFailed } from "../failure.ts"
import type { TemplateValue } from "../value/template_value.ts"
import { divideIntegers } from "./integer_division.ts"
import { floatValue, integerOf, integerValue, isFloating, numericOf, toFloat } from "./numeric.ts"
import { power } from "./power.ts"

/** What an operator does with two integers that fit a number, with two that may not, and with two floats. */
interface NumberOperator {
  readonly small: (left: number, right: number) => number
  readonly large: (left: bigint, right: bigint) => bigint
  readonly float: (left: number, right: number) => number
}

const zero = (what: string) => evaluationFailed(`${what} by zero`)

const floorDivideSmall = (left: number, right: number): number => {
  if (right === 0) throw zero("integer division or modulo")
  const rest = left % right
  const quotient = (left - rest) / right
  return rest !== 0 && rest < 0 !== right < 0 ? quotient - 1 : quotient
}

const floorDivideLarge = (left: bigint, right: bigint): bigint => {
  if (right === 0n) throw zero("integer division or modulo")
  const rest = left % right
  return rest !== 0n && rest < 0n !== right < 0n ? left / right - 1n : left / right
}

const moduloSmall = (left: number, right: number): number => {
  if (right === 0) throw zero("integer division or modulo")
  const rest = left % right
  return rest !== 0 && rest < 0 !== right < 0 ? rest + right : rest
}

const moduloLarge = (left: bigint, right: bigint): bigint => {
  if (right === 0n) throw zero("integer division or modulo")
  const rest = left % right
  return rest !== 0n && rest < 0n !== right < 0n ? rest + right : rest
}

const withSign = (magnitude: number, sign: number): number => (sign < 0 || Object.is(sign, -0) ? -magnitude : magnitude)

const moduloFloat = (left: number, right: number): number => {
  if (right === 0) throw zero("float modulo")
  const rest = left % right
  if (rest === 0) return withSign(0, right)
  return rest < 0 !== right < 0 ? rest + right : rest
}

const floorDivideFloat = (left: number, right: number): number => {
  if (right === 0) throw zero("float floor division")
  const rest = left % right
  const quotient = (left - rest) / right - (rest !== 0 && rest < 0 !== right < 0 ? 1 : 0)
  if (quotient === 0) return withSign(0, left / right)
  const floor = Math.floor(quotient)
  return quotient - floor > 0.5 ? floor + 1 : floor
}

const operators: Record<"+" | "-" | "*" | "//" | "%", NumberOperator> = {
  "+": { small: (a, b) => a + b, large: (a, b) => a + b, float: (a, b) => a + b },
  "-": { small: (a, b) => a - b, large: (a, b) => a - b, float: (a, b) => a - b },
  "*": { small: (a, b) => a * b, large: (a, b) => a * b, float: (a, b) => a * b },
  "//": { small: floorDivideSmall, large: floorDivideLarge, float: floorDivideFloat },
  "%": { small: moduloSmall, large: moduloLarge, float: moduloFloat }
}

const divide = (left: number | bigint, right: number | bigint, floating: boolean): TemplateValue => {
  if (right === 0 || right === 0n) throw zero(floating ? "float division" : "division")
  if (typeof left === "number" && typeof right === "number") return floatValue(left / right)
  return floatValue(floating ? toFloat(left) / toFloat(right) : divideIntegers(BigInt(left), BigInt(right)))
}

/** Computes with two numbers as Python does; undefined when one of them is none. */
export const calculate = (
  operator: "+" | "-" | "*" | "/" | "//" | "%" | "**",
  left: TemplateValue,
  right: TemplateValue
): TemplateValue | undefined => {
  const one = numericOf(left)
  const two = numericOf(right)
  if (one === undefined || two === undefined) return undefined
  const floating = isFloating(left) || isFloating(right)
  if (operator === "/") return divide(one, two, floating)
  if (operator === "**") return power(one, two, floating)
  const { small, large, float } = operators[operator]
  if (floating) return floatValue(float(toFloat(one), toFloat(two)))
  if (typeof one === "number" && typeof two === "number") {
    const result = small(one, two)
    // Adding zero turns -0, which no integer is, into 0.
    if (Number.isSafeInteger(result)) return result + 0
  }
  return integerValue(large(BigInt(one), BigInt(two)))
}

/** `-value` and `+value`; undefined when the value is no number. */
export const applySign = (operator: "-" | "+", value: TemplateValue): TemplateValue | undefined => {
  const whole = integerOf(value)
  if (whole !== undefined) return operator === "+" || whole === 0 ? whole : integerValue(-whole)
  const number = numericOf(value)
  if (number === undefined) return undefined
  return floatValue(operator === "-" ? -Number(number) : Number(number))
}
