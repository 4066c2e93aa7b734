import { evaluationFailed } from "../failure.ts"

/** A field such as `%(name)-8.2f`; `*` stands for a width or precision that is taken from the values. */
export interface PercentField {
  readonly name: string | undefined
  readonly flags: ReadonlySet<string>
  readonly width: number | "*" | undefined
  readonly precision: number | "*" | undefined
  readonly type: string
  /** The index after the field. */
  readonly end: number
}

const nameEnd = (format: string, start: number): number => {
  let depth = 0
  for (let index = start; index < format.length; index++) {
    if (format[index] === "(") depth++
    else if (format[index] === ")" && --depth === 0) return index
  }
  throw evaluationFailed("the format has a '%(' without its ')'")
}

const runOf = (format: string, start: number, accepted: string): string => {
  let end = start
  while (end < format.length && accepted.includes(format.charAt(end))) end++
  return format.slice(start, end)
}

const numberAt = (
  format: string,
  start: number
): { readonly value: number | "*" | undefined; readonly end: number } => {
  if (format[start] === "*") return { value: "*", end: start + 1 }
  const digits = runOf(format, start, "0123456789")
  if (Number(digits) > Number.MAX_SAFE_INTEGER)
    throw evaluationFailed("the width or precision of a format is too large")
  return { value: digits === "" ? undefined : Number(digits), end: start + digits.length }
}

/** Reads the field whose `%` stands before an index. */
export const readPercentField = (format: string, start: number): PercentField => {
  let index = start
  let name: string | undefined
  if (format[index] === "(") {
    const close = nameEnd(format, index)
    name = format.slice(index + 1, close)
    index = close + 1
  }
  const flags = runOf(format, index, "#0- +")
  const width = numberAt(format, index + flags.length)
  const hasPrecision = format[width.end] === "."
  const precision = hasPrecision ? numberAt(format, width.end + 1) : { value: undefined, end: width.end }
  const at = precision.end + runOf(format, precision.end, "hlL").length
  const type = String.fromCodePoint(format.codePointAt(at) ?? 0)
  if (at >= format.length) throw evaluationFailed("the format ends inside a field")
  return {
    name,
    flags: new Set(flags),
    width: width.value,
    precision: hasPrecision ? (precision.value ?? 0) : undefined,
    type,
    end: at + type.length
  }
}
