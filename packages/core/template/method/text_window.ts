import type { Bound } from "../call/native.ts"
import { optionalInteger } from "../call/read_argument.ts"
import { hasSurrogates, pointLength, pointsOf } from "../text/code_points.ts"
import { PartSearch } from "../text/part_search.ts"

/** The part of a text that `find(part, start, end)` and its relatives look at. */
export interface TextWindow {
  readonly text: string
  /** The code points before it. */
  readonly start: number
  /** False when it begins after the end of the text, where not even an empty text is found. */
  readonly exists: boolean
}

const place = (bound: number | undefined, missing: number, length: number): number => {
  if (bound === undefined) return missing
  return Math.min(bound < 0 ? Math.max(0, bound + length) : bound, length)
}

/** Reads the arguments `start` and `end`, which stand at an index and the next. */
export const windowOf = (text: string, args: Bound, index: number): TextWindow => {
  const first = optionalInteger(args[index])
  const last = optionalInteger(args[index + 1])
  if (first === undefined && last === undefined) return { text, start: 0, exists: true }
  const points = hasSurrogates(text) ? pointsOf(text) : undefined
  const length = points?.length ?? text.length
  const start = place(first, 0, length)
  const end = place(last, length, length)
  const part = points === undefined ? text.slice(start, end) : points.slice(start, end).join("")
  return { text: part, start, exists: start <= end && (first ?? 0) <= length }
}

/** The index of a part in code points, counted from the start of the whole text; -1 when it is not there. */
export const findIn = (window: TextWindow, part: string, last: boolean): number => {
  const search = new PartSearch(part)
  const at = last ? search.last(window.text) : search.next(window.text, 0)
  return at < 0 || !window.exists ? -1 : window.start + pointLength(window.text.slice(0, at))
}
