import { pointsOf } from "./code_points.ts"
import { trim, trimEnd, trimStart } from "./whitespace.ts"

/** Which ends of a text are stripped. */
export type StripEnds = "both" | "start" | "end"

const stripSpace: Record<StripEnds, (text: string) => string> = { both: trim, start: trimStart, end: trimEnd }

/** Python's `strip`, `lstrip` and `rstrip`: removes white space, or any of the given characters. */
export const stripText = (text: string, characters: string | undefined, ends: StripEnds): string => {
  if (characters === undefined) return stripSpace[ends](text)
  const unwanted = new Set(pointsOf(characters))
  const points = pointsOf(text)
  const isWanted = (point: string): boolean => !unwanted.has(point)
  const first = points.findIndex(isWanted)
  if (first < 0) return ""
  const start = ends === "end" ? 0 : first
  const end = ends === "start" ? points.length : points.findLastIndex(isWanted) + 1
  return points.slice(start, end).join("")
}
