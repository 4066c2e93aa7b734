import { type Native, native } from "../call/native.ts"
import { integerArgument } from "../call/read_argument.ts"
import { evaluationFailed, type RenderFailure, typeMismatch, valueUndefined } from "../failure.ts"
import { calculate } from "../operator/arithmetic.ts"
import { stringOf } from "../operator/equality.ts"
import { floatValue, integerOf, integerValue, numericOf, toFloat } from "../operator/numeric.ts"
import type { RenderState } from "../render_state.ts"
import { parseFloatText, parseIntegerText } from "../text/number_text.ts"
import { orElse } from "../value/or_else.ts"
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

const toInteger = (value: TemplateValue, base: number, render: RenderState): TemplateValue | undefined => {
  if (value instanceof Undefined) throw valueUndefined(value.reason)
  const text = stringOf(value)
  if (text !== undefined) {
    render.budget.spend(base === 10 ? Math.floor(text.length / 64) : text.length)
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

const toFloatNumber = (value: TemplateValue, render: RenderState): number | undefined => {
  if (value instanceof Undefined) throw valueUndefined(value.reason)
  const text = stringOf(value)
  if (text !== undefined) {
    render.budget.read(text.length)
    return parseFloatText(text)
  }
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
  native("int(default?, base?)", (value, [fallback = 0, base], render) =>
    orElse(toInteger(value, integerArgument(base, 10), render), () => fallback)
  ),
  native("float(default?)", (value, [fallback = floatValue(0)], render) => {
    const number = toFloatNumber(value, render)
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
  native("filesizeformat(binary?)", (value, [binary = false], render) => {
    const bytes = toFloatNumber(value, render)
    if (bytes === undefined) {
      const reason = "filesizeformat needs a number"
      throw stringOf(value) === undefined ? typeMismatch(reason) : evaluationFailed(reason)
    }
    return fileSize(bytes, isTruthy(binary))
  })
]
