import { native, type Native } from "../call/native.ts"
import { integerArgument } from "../call/read_argument.ts"
import { evaluationFailed, type RenderFailure, typeMismatch, valueUndefined } from "../failure.ts"
import { calculate } from "../operator/arithmetic.ts"
import { stringOf } from "../operator/equality.ts"
import { floatValue, integerOf, integerValue, numericOf, toFloat } from "../operator/numeric.ts"
import { parseFloatText, parseIntegerText } from "../text/number_text.ts"
import type { TemplateValue } from "../value/template_value.ts"
import { isTruthy } from "../value/truthiness.ts"
import { typeNameOf } from "../value/type_name.ts"
import { Undefined } from "../value/undefined_value.ts"
import { fileSize } from "./file_size.ts"
import { roundNumber } from "./round_number.ts"

const notANumber = (value: TemplateValue, filter: string): RenderFailure =>
  value instanceof Undefined
    ? valueUndefined(value.reason)
    : typeMismatch(`${filter} needs a number, not '${typeNameOf(value)}'`)

/** A float cut off after the point; undefined for `nan`. */
const truncated = (number: number): TemplateValue | undefined => {
  if (Number.isNaN(number)) return undefined
  if (!Number.isFinite(number)) throw evaluationFailed("infinity cannot be made an integer")
  return integerValue(BigInt(Math.trunc(number)))
}

const toInteger = (value: TemplateValue, base: number): TemplateValue | undefined => {
  if (value instanceof Undefined) throw valueUndefined(value.reason)
  const text = stringOf(value)
  if (text !== undefined) {
    const whole = parseIntegerText(text, base)
    if (whole !== undefined) return integerValue(whole)
    const float = parseFloatText(text)
    return float === undefined ? undefined : truncated(float)
  }
  const whole = integerOf(value)
  if (whole !== undefined) return whole
  const number = numericOf(value)
  return typeof number === "number" ? truncated(number) : undefined
}

const toFloatNumber = (value: TemplateValue): number | undefined => {
  if (value instanceof Undefined) throw valueUndefined(value.reason)
  const text = stringOf(value)
  if (text !== undefined) return parseFloatText(text)
  const number = numericOf(value)
  return number === undefined ? undefined : toFloat(number)
}

/** Filters about numbers. */
export const numberFilters: ReadonlyArray<Native<TemplateValue>> = [
  native("abs()", (value) => {
    const number = numericOf(value)
    if (number === undefined) throw notANumber(value, "abs")
    return number < 0 || Object.is(number, -0) ? (calculate("-", 0, value) ?? value) : (integerOf(value) ?? value)
  }),
  native("int(default?, base?)", (value, [fallback = 0, base]) => toInteger(value, integerArgument(base, 10)) ?? fallback),
  native("float(default?)", (value, [fallback = floatValue(0)]) => {
    const number = toFloatNumber(value)
    return number === undefined ? fallback : floatValue(number)
  }),
  native("round(precision?, method?)", (value, [precision, method = "common"]) => {
    const places = integerArgument(precision, 0)
    if (method !== "common" && method !== "ceil" && method !== "floor") {
      throw evaluationFailed("round knows the methods common, ceil and floor")
    }
    if (numericOf(value) === undefined) throw notANumber(value, "round")
    return roundNumber(value, places, method)
  }),
  native("filesizeformat(binary?)", (value, [binary = false]) => {
    const bytes = toFloatNumber(value)
    if (bytes === undefined) {
      const reason = "filesizeformat needs a number"
      throw stringOf(value) === undefined ? typeMismatch(reason) : evaluationFailed(reason)
    }
    return fileSize(bytes, isTruthy(binary))
  })
]
