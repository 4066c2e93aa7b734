import type { Budget } from "../budget.ts"
import { evaluationFailed, typeMismatch } from "../failure.ts"
import { stringOf } from "../operator/equality.ts"
import { integerOf, numericOf, toFloat } from "../operator/numeric.ts"
import { pointsOf } from "../text/code_points.ts"
import { type Alignment, padText } from "../text/pad_text.ts"
import type { TemplateValue } from "../value/template_value.ts"
import { textOf } from "../value/text_of.ts"
import { typeNameOf } from "../value/type_name.ts"
import { Undefined } from "../value/undefined_value.ts"
import { type FloatStyle, floatDigits } from "./float_format.ts"
import { type FormatSpec, parseFormatSpec } from "./format_spec.ts"
import { layoutNumber, type NumberLayout } from "./number_layout.ts"

const unknown = (spec: FormatSpec, value: TemplateValue) =>
  evaluationFailed(`the format '${spec.type}' is unknown for '${typeNameOf(value)}'`)

const alignments: Record<string, Alignment> = { "<": "left", ">": "right", "^": "middle" }

const formatText = (text: string, spec: FormatSpec, budget: Budget): string => {
  if (spec.type !== "" && spec.type !== "s") throw unknown(spec, text)
  const alignment = spec.align === "" ? "left" : alignments[spec.align]
  if (alignment === undefined || spec.sign !== "" || spec.alternate || spec.grouping !== "") {
    throw evaluationFailed("a sign, '=', '#' or separator in a format is for numbers only")
  }
  const fill = spec.fill === "" ? (spec.zero ? "0" : " ") : spec.fill
  const shown = spec.precision === undefined ? text : pointsOf(text).slice(0, spec.precision).join("")
  return padText(shown, spec.width, fill, alignment, budget)
}

const layoutOf = (spec: FormatSpec, groupSize: number): NumberLayout => ({
  fill: spec.fill === "" ? (spec.zero ? "0" : " ") : spec.fill,
  align: spec.align === "" ? (spec.zero ? "=" : ">") : spec.align,
  width: spec.width,
  separator: spec.grouping,
  groupSize
})

const signOf = (negative: boolean, spec: FormatSpec): string => (negative ? "-" : spec.sign === "-" ? "" : spec.sign)

const radixes: Record<string, number> = { b: 2, o: 8, x: 16, X: 16, d: 10, n: 10, "": 10 }

const formatInteger = (value: number | bigint, spec: FormatSpec, budget: Budget): string => {
  const radix = radixes[spec.type]
  if (spec.type === "n" && spec.grouping !== "") throw evaluationFailed(`'${spec.grouping}' is not possible with 'n'`)
  if (radix === undefined) throw unknown(spec, value)
  if (spec.precision !== undefined) throw evaluationFailed("a precision is not possible in the format of an integer")
  const negative = value < 0
  const magnitude = BigInt(value) * (negative ? -1n : 1n)
  const digits = radix === 10 ? textOf(magnitude, budget) : magnitude.toString(radix)
  const prefix = spec.alternate && radix !== 10 ? `0${spec.type}` : ""
  const whole = spec.type === "X" ? digits.toUpperCase() : digits
  if (spec.grouping === "," && radix !== 10) throw evaluationFailed("',' is not possible in this format")
  const pieces = { sign: signOf(negative, spec), prefix, whole, rest: "" }
  return layoutNumber(pieces, layoutOf(spec, radix === 10 ? 3 : 4), budget)
}

const styles: Record<string, FloatStyle> = { e: "e", E: "e", f: "f", F: "f", g: "g", G: "g", n: "g", "%": "%", "": "" }

const formatFloat = (value: number, spec: FormatSpec, budget: Budget): string => {
  const style = styles[spec.type]
  if (spec.type === "n" && spec.grouping !== "") throw evaluationFailed(`'${spec.grouping}' is not possible with 'n'`)
  if (style === undefined) throw unknown(spec, value)
  const negative = value < 0 || Object.is(value, -0)
  budget.build(spec.precision ?? 0)
  const text = floatDigits(Math.abs(value), style, spec.precision, spec.alternate)
  const shown = spec.type === "E" || spec.type === "F" || spec.type === "G" ? text.toUpperCase() : text
  const end = shown.search(/[^\d]/)
  const whole = end < 0 ? shown : shown.slice(0, end)
  const pieces = { sign: signOf(negative, spec), prefix: "", whole, rest: shown.slice(whole.length) }
  return layoutNumber(pieces, layoutOf(spec, 3), budget)
}

const formatCharacter = (value: number | bigint, spec: FormatSpec, budget: Budget): string => {
  if (value < 0 || value > 0x10ffff) throw evaluationFailed("there is no character of that number")
  return formatText(String.fromCodePoint(Number(value)), { ...spec, type: "s", align: spec.align || ">" }, budget)
}

/** Python's `format(value, spec)`. */
export const formatValue = (value: TemplateValue, text: string, budget: Budget): string => {
  if (text === "") return textOf(value, budget)
  const spec = parseFormatSpec(text)
  const string = stringOf(value)
  if (string !== undefined) return formatText(string, spec, budget)
  const whole = integerOf(value)
  if (whole !== undefined && spec.type === "c") return formatCharacter(whole, spec, budget)
  if (whole !== undefined && !"eEfFgG%".includes(spec.type || "d")) return formatInteger(whole, spec, budget)
  const number = numericOf(value)
  if (number !== undefined) return formatFloat(toFloat(number), spec, budget)
  if (value instanceof Undefined) return formatText("", spec, budget)
  throw typeMismatch(`'${typeNameOf(value)}' cannot be formatted with '${text}'`)
}
