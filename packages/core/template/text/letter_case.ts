import { pointsOf } from "./code_points.ts"

// The few letters whose title case differs from their upper case in a way that cannot be computed.
const titleCases: Record<string, string> = {
  Ǆ: "ǅ",
  ǅ: "ǅ",
  ǆ: "ǅ",
  Ǉ: "ǈ",
  ǈ: "ǈ",
  ǉ: "ǈ",
  Ǌ: "ǋ",
  ǋ: "ǋ",
  ǌ: "ǋ",
  Ǳ: "ǲ",
  ǲ: "ǲ",
  ǳ: "ǲ",
  ŉ: "ʼN"
}

const isGeorgian = (point: string): boolean => point >= "\u10d0" && point <= "\u10ff"

const titleOf = (point: string): string => {
  const special = titleCases[point]
  if (special !== undefined) return special
  const upper = point.toUpperCase()
  if (isGeorgian(point)) return point
  const [first = "", ...rest] = pointsOf(upper)
  return rest.length === 0 ? upper : first + rest.join("").toLowerCase()
}

const cased = /[\p{Lowercase}\p{Uppercase}\p{Lt}]/u

/** Python's `capitalize`. */
export const capitalize = (text: string): string => {
  const [first = ""] = text
  return titleOf(first) + text.toLowerCase().slice(first.toLowerCase().length)
}

/** Python's `str.title`: a letter after anything but a letter is upper case, all others are lower case. */
export const titleCase = (text: string): string => {
  let inWord = false
  return pointsOf(text)
    .map((point) => {
      const changed = inWord ? point.toLowerCase() : titleOf(point)
      inWord = cased.test(point)
      return changed
    })
    .join("")
}

/** Python's `swapcase`. */
export const swapCase = (text: string): string =>
  pointsOf(text)
    .map((point) => {
      if (/\p{Uppercase}/u.test(point)) return point.toLowerCase()
      return /\p{Lowercase}/u.test(point) ? point.toUpperCase() : point
    })
    .join("")

/** Whether a text has letters and all of them are upper or lower case: Python's `isupper` and `islower`. */
export const isAllCase = (text: string, wanted: "upper" | "lower"): boolean => {
  const other = wanted === "upper" ? /[\p{Lowercase}\p{Lt}]/u : /[\p{Uppercase}\p{Lt}]/u
  const same = wanted === "upper" ? /\p{Uppercase}/u : /\p{Lowercase}/u
  return same.test(text) && !other.test(text)
}

/** Python's `istitle`. */
export const isTitle = (text: string): boolean => {
  let inWord = false
  let found = false
  for (const point of text) {
    const starts = /[\p{Uppercase}\p{Lt}]/u.test(point)
    const goesOn = /\p{Lowercase}/u.test(point)
    if ((starts && inWord) || (goesOn && !inWord)) return false
    inWord = starts || goesOn
    found ||= inWord
  }
  return found
}
