import type { Budget } from "../budget.ts"
import { pointLength, pointsOf } from "./code_points.ts"
import { splitAt } from "./split_text.ts"

const between = (text: string, filling: string, limit: number, budget: Budget): string => {
  const count = Math.min(limit, pointLength(text) + 1)
  budget.build(text.length + count * filling.length)
  const points = pointsOf(text)
  const head = points.slice(0, Math.max(0, count - 1)).map((point) => point + filling)
  return (count > 0 ? filling : "") + head.join("") + points.slice(Math.max(0, count - 1)).join("")
}

/** Python's `replace`: every occurrence, or as many as `limit` says; an empty text stands between all characters. */
export const replaceText = (text: string, old: string, replacement: string, limit: number, budget: Budget): string => {
  const times = limit < 0 ? Number.POSITIVE_INFINITY : limit
  budget.read(text.length)
  if (old === "") return between(text, replacement, times, budget)
  const parts = splitAt(text, old, times)
  budget.build(text.length + (parts.length - 1) * (replacement.length - old.length))
  return parts.join(replacement)
}
