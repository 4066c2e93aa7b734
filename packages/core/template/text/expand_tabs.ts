import type { Budget } from "../budget.ts"
import { pointLength } from "./code_points.ts"

/** Python's `expandtabs`: a tab fills up to the next column that `size` divides. */
export const expandTabs = (text: string, size: number, budget: Budget): string => {
  let expanded = ""
  for (const line of text.split(/(?<=[\r\n])/)) {
    let column = 0
    const parts = line.split("\t")
    for (const [index, part] of parts.entries()) {
      column += pointLength(part)
      expanded += part
      if (index === parts.length - 1) break
      const spaces = size > 0 ? size - (column % size) : 0
      budget.build(spaces)
      expanded += " ".repeat(spaces)
      column += spaces
    }
  }
  budget.build(expanded.length)
  return expanded
}
