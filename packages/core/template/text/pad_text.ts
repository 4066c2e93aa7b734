import type { Budget } from "../budget.ts"
import { pointLength } from "./code_points.ts"

/** Where the text stands in the wider one. `center` is that of `str.center`, `middle` that of `format`. */
export type Alignment = "left" | "right" | "center" | "middle"

// Python's str.center puts the odd space on the left only for an odd width.
const leftOf = (alignment: Alignment, padding: number, width: number): number => {
  if (alignment === "left") return 0
  if (alignment === "right") return padding
  const half = Math.floor(padding / 2)
  return alignment === "center" && padding % 2 === 1 && width % 2 === 1 ? half + 1 : half
}

/** Fills a text up to a width in code points. */
export const padText = (text: string, width: number, fill: string, alignment: Alignment, budget: Budget): string => {
  budget.read(text.length)
  const padding = width - pointLength(text)
  if (padding <= 0) return text
  budget.build(padding * fill.length)
  const left = leftOf(alignment, padding, width)
  return fill.repeat(left) + text + fill.repeat(padding - left)
}
