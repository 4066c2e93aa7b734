import type { Budget } from "../budget.ts"
import { pointLength } from "./code_points.ts"

/** Where the text stands in the wider one. */
export type Alignment = "left" | "right" | "center"

// Python's str.center puts the odd space on the left only for an odd width.
const leftOf = (alignment: Alignment, padding: number, width: number): number => {
  if (alignment === "left") return 0
  return alignment === "right" ? padding : (padding >> 1) + (padding & width & 1)
}

/** Fills a text up to a width in code points. */
export const padText = (
  text: string,
  width: number,
  fill: string,
  alignment: Alignment,
  budget: Budget
): string => {
  const padding = width - pointLength(text)
  if (padding <= 0) return text
  budget.text(text.length + padding * fill.length)
  const left = leftOf(alignment, padding, width)
  return fill.repeat(left) + text + fill.repeat(padding - left)
}
