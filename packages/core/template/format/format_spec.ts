import { evaluationFailed } from "../failure.ts"
import { pointsOf } from "../text/code_points.ts"

/** What stands after the colon of `{:...}`: `[[fill]align][sign][z][#][0][width][grouping][.precision][type]`. */
export interface FormatSpec {
  readonly fill: string
  /** `<` left, `>` right, `^` centre, `=` padding after the sign; empty when none is written. */
  readonly align: string
  readonly sign: string
  readonly alternate: boolean
  /** Whether `0` was written before the width. */
  readonly zero: boolean
  readonly width: number
  readonly grouping: string
  readonly precision: number | undefined
  readonly type: string
}

const isAlign = (character: string | undefined): character is string =>
  character === "<" || character === ">" || character === "=" || character === "^"

const largestNumber = Number.MAX_SAFE_INTEGER

/** Reads a specification from left to right. */
class SpecReader {
  readonly #points: ReadonlyArray<string>
  #index = 0

  constructor(spec: string) {
    this.#points = pointsOf(spec)
  }

  take(accepted: string): string {
    const point = this.#points[this.#index]
    if (point === undefined || !accepted.includes(point)) return ""
    this.#index++
    return point
  }

  alignment(): { readonly fill: string; readonly align: string } {
    const [first, second] = this.#points
    if (first !== undefined && isAlign(second)) {
      this.#index = 2
      return { fill: first, align: second }
    }
    return { fill: "", align: this.take("<>=^") }
  }

  number(): number | undefined {
    let digits = ""
    for (let digit = this.take("0123456789"); digit !== ""; digit = this.take("0123456789")) digits += digit
    if (digits === "") return undefined
    if (Number(digits) > largestNumber) throw evaluationFailed("the width or precision of a format is too large")
    return Number(digits)
  }

  precision(): number | undefined {
    if (this.take(".") === "") return undefined
    const precision = this.number()
    if (precision === undefined) throw evaluationFailed("the format has a '.' without a precision")
    return precision
  }

  rest(): string {
    return this.#points.slice(this.#index).join("")
  }
}

/** Reads a format specification. */
export const parseFormatSpec = (text: string): FormatSpec => {
  const reader = new SpecReader(text)
  const { fill, align } = reader.alignment()
  const sign = reader.take("+- ")
  reader.take("z")
  const alternate = reader.take("#") !== ""
  const zero = reader.take("0") !== ""
  const width = reader.number() ?? 0
  const grouping = reader.take(",_")
  const precision = reader.precision()
  const type = reader.rest()
  if (pointsOf(type).length > 1) throw evaluationFailed(`'${text}' is no valid format`)
  return { fill, align, sign, alternate, zero, width, grouping, precision, type }
}
