import type { Budget } from "../budget.ts"
import { padText } from "../text/pad_text.ts"

/** A number in pieces, before it is laid out. */
export interface NumberPieces {
  /** `-`, `+`, a space or nothing. */
  readonly sign: string
  /** `0x` and its relatives, or nothing. */
  readonly prefix: string
  /** Digits before the point. */
  readonly whole: string
  /** The point, digits after it, exponent, percent sign. */
  readonly rest: string
}

/** How the pieces are put together. */
export interface NumberLayout {
  readonly fill: string
  readonly align: string
  readonly width: number
  /** `,` or `_` between groups of digits, or nothing. */
  readonly separator: string
  readonly groupSize: number
}

const group = (digits: string, separator: string, size: number): string => {
  if (separator === "" || !/^[0-9a-fA-F]+$/.test(digits)) return digits
  const groups: Array<string> = []
  for (let end = digits.length; end > 0; end -= size) groups.push(digits.slice(Math.max(0, end - size), end))
  return groups.reverse().join(separator)
}

/** Zeros in front of the digits count as digits, so they are grouped as well; a separator never comes first. */
const groupToWidth = (digits: string, { separator, groupSize }: NumberLayout, width: number): string => {
  const groupedLength = (count: number): number => count + Math.floor((count - 1) / groupSize)
  let count = Math.max(digits.length, width - Math.floor(width / (groupSize + 1)))
  while (groupedLength(count) < width) count++
  return group(digits.padStart(count, "0"), separator, groupSize)
}

/** Puts a number together with its separators and fills it up to its width. */
export const layoutNumber = (pieces: NumberPieces, layout: NumberLayout, budget: Budget): string => {
  const { sign, prefix, whole, rest } = pieces
  const { fill, align, width } = layout
  const front = sign + prefix
  budget.build(Math.max(width, whole.length * 2))
  if (align === "=" && fill === "0" && layout.separator !== "") {
    return front + groupToWidth(whole, layout, width - front.length - rest.length) + rest
  }
  const digits = group(whole, layout.separator, layout.groupSize) + rest
  if (align === "=") return front + padText(digits, width - front.length, fill, "right", budget)
  const alignment = align === "<" ? "left" : align === "^" ? "middle" : "right"
  return padText(front + digits, width, fill, alignment, budget)
}
