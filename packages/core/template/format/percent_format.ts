import { evaluationFailed, type RenderFailure, typeMismatch, valueUndefined } from "../failure.ts"
import { stringOf } from "../operator/equality.ts"
import { integerOf, numericOf, toFloat } from "../operator/numeric.ts"
import type { RenderState } from "../render_state.ts"
import { pointLength, pointsOf } from "../text/code_points.ts"
import { htmlEscape } from "../text/html_escape.ts"
import { padText } from "../text/pad_text.ts"
import { Markup } from "../value/markup.ts"
import { orElse } from "../value/or_else.ts"
import type { TemplateValue } from "../value/template_value.ts"
import { reprOf, textOf } from "../value/text_of.ts"
import { typeNameOf } from "../value/type_name.ts"
import { Undefined } from "../value/undefined_value.ts"
import { asciiOnly } from "./ascii_only.ts"
import { type FloatStyle, floatDigits } from "./float_format.ts"
import { layoutNumber, type NumberPieces } from "./number_layout.ts"
import { PercentArguments } from "./percent_arguments.ts"
import { type PercentField, readPercentField } from "./percent_field.ts"

/** A field whose width and precision are known. */
interface SizedField {
  readonly field: PercentField
  readonly left: boolean
  readonly width: number
  readonly precision: number | undefined
}

const sizeOf = (size: number | "*" | undefined, args: PercentArguments): number | undefined => {
  if (size !== "*") return size
  const value = integerOf(args.next())
  if (value === undefined) throw typeMismatch("'*' in a format needs an integer")
  return Number(value)
}

const sized = (field: PercentField, args: PercentArguments): SizedField => {
  const width = sizeOf(field.width, args) ?? 0
  const precision = sizeOf(field.precision, args)
  const left = field.flags.has("-") || width < 0
  return {
    field,
    left,
    width: Math.abs(width),
    precision: precision === undefined ? undefined : Math.max(0, precision)
  }
}

const notANumber = (value: TemplateValue, type: string): RenderFailure =>
  value instanceof Undefined
    ? valueUndefined(value.reason)
    : typeMismatch(`'%${type}' in a format needs a number, not '${typeNameOf(value)}'`)

const radixes: Record<string, number> = { o: 8, x: 16, X: 16 }

/** The whole number that `%d` or `%x` shows; only `%d` takes floats. */
const wholeOf = (value: TemplateValue, type: string): number | bigint => {
  const whole = integerOf(value)
  if (whole !== undefined) return whole
  const number = numericOf(value)
  if (typeof number !== "number" || radixes[type] !== undefined) throw notANumber(value, type)
  if (!Number.isFinite(number)) throw evaluationFailed(`'%${type}' in a format needs a finite number`)
  return BigInt(Math.trunc(number))
}

const signOf = (negative: boolean, flags: ReadonlySet<string>): string => {
  if (negative) return "-"
  return flags.has("+") ? "+" : flags.has(" ") ? " " : ""
}

const integerPieces = (value: TemplateValue, { field, precision }: SizedField, render: RenderState): NumberPieces => {
  const { flags, type } = field
  const whole = wholeOf(value, type)
  const magnitude = whole < 0 ? -BigInt(whole) : BigInt(whole)
  const radix = radixes[type]
  const digits = radix === undefined ? textOf(magnitude, render.budget) : magnitude.toString(radix)
  const padded = padText(digits, precision ?? 0, "0", "right", render.budget)
  return {
    sign: signOf(whole < 0, flags),
    prefix: radix !== undefined && flags.has("#") ? `0${type}` : "",
    whole: type === "X" ? padded.toUpperCase() : padded,
    rest: ""
  }
}

const floatPieces = (
  value: TemplateValue,
  style: FloatStyle,
  { field, precision }: SizedField,
  render: RenderState
): NumberPieces => {
  const { flags, type } = field
  const number = numericOf(value)
  if (number === undefined) throw notANumber(value, type)
  const float = toFloat(number)
  render.budget.build(precision ?? 0)
  const digits = floatDigits(Math.abs(float), style, precision ?? 6, flags.has("#"))
  const sign = signOf(float < 0 || Object.is(float, -0), flags)
  return { sign, prefix: "", whole: type === type.toUpperCase() ? digits.toUpperCase() : digits, rest: "" }
}

const layout = (pieces: NumberPieces, { field, left, width }: SizedField, render: RenderState): string => {
  const zeros = field.flags.has("0") && !left
  const align = left ? "<" : zeros ? "=" : ">"
  return layoutNumber(pieces, { fill: zeros ? "0" : " ", align, width, separator: "", groupSize: 3 }, render.budget)
}

const character = (value: TemplateValue): string => {
  const text = stringOf(value)
  if (text !== undefined && pointLength(text) === 1) return text
  const point = integerOf(value)
  if (point === undefined) throw typeMismatch("'%c' in a format needs an integer or one character")
  if (point < 0 || point > 0x10ffff) throw evaluationFailed("there is no character of that number")
  return String.fromCodePoint(Number(point))
}

const styles: Record<string, FloatStyle> = { e: "e", E: "e", f: "f", F: "f", g: "g", G: "g" }

/** Formats one text with one list of values. */
class PercentFormatter {
  readonly #args: PercentArguments
  readonly #render: RenderState
  readonly #escapes: boolean

  constructor(values: TemplateValue, render: RenderState, escapes: boolean) {
    this.#args = new PercentArguments(values)
    this.#render = render
    this.#escapes = escapes
  }

  format(format: string): string {
    let result = ""
    let index = 0
    for (let at = format.indexOf("%"); at >= 0; at = format.indexOf("%", index)) {
      result += format.slice(index, at)
      if (format[at + 1] === "%") {
        result += "%"
        index = at + 2
      } else {
        const field = readPercentField(format, at + 1)
        result += this.#field(field)
        index = field.end
      }
      this.#render.budget.spend(1)
    }
    this.#args.finish()
    result += format.slice(index)
    this.#render.budget.build(result.length)
    return result
  }

  #field(field: PercentField): string {
    const named = field.name === undefined ? undefined : this.#args.named(field.name)
    const place = sized(field, this.#args)
    const value = orElse(named, () => this.#args.next())
    const style = styles[field.type]
    if (style !== undefined) return layout(floatPieces(value, style, place, this.#render), place, this.#render)
    if ("diuoxX".includes(field.type)) return layout(integerPieces(value, place, this.#render), place, this.#render)
    return padText(this.#text(value, place), place.width, " ", place.left ? "left" : "right", this.#render.budget)
  }

  #text(value: TemplateValue, { field, precision }: SizedField): string {
    const text = this.#converted(value, field.type)
    return precision === undefined || field.type === "c" ? text : pointsOf(text).slice(0, precision).join("")
  }

  #converted(value: TemplateValue, type: string): string {
    const { budget } = this.#render
    switch (type) {
      case "s":
        return this.#escaped(textOf(value, budget), value instanceof Markup)
      case "r":
        return this.#escaped(reprOf(value, budget), false)
      case "a":
        return this.#escaped(asciiOnly(reprOf(value, budget)), false)
      case "c":
        return character(value)
      default:
        throw evaluationFailed(`the format has an unknown field '%${type}'`)
    }
  }

  #escaped(text: string, isMarkup: boolean): string {
    return this.#escapes && !isMarkup ? htmlEscape(text) : text
  }
}

/** Python's `text % values`; for markup everything that is inserted is escaped. */
export const percentFormat = (format: string, values: TemplateValue, render: RenderState, escapes = false): string =>
  new PercentFormatter(values, render, escapes).format(format)
