import { PartSearch } from "./part_search.ts"

/** Splits at a separator, at most `limit` times from the left; the rest stays one text. */
export const splitAt = (text: string, separator: string, limit: number): Array<string> => {
  const parts: Array<string> = []
  let start = 0
  for (const at of new PartSearch(separator).all(text, limit)) {
    parts.push(text.slice(start, at))
    start = at + separator.length
  }
  parts.push(text.slice(start))
  return parts
}

/** The same from the right. */
export const splitAtFromEnd = (text: string, separator: string, limit: number): Array<string> => {
  const parts: Array<string> = []
  let end = text.length
  for (const at of new PartSearch(separator).allFromEnd(text, limit)) {
    parts.push(text.slice(at + separator.length, end))
    end = at
  }
  parts.push(text.slice(0, end))
  return parts.reverse()
}
