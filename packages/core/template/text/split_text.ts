/** Splits at a separator, at most `limit` times from the left; the rest stays one text. */
export const splitAt = (text: string, separator: string, limit: number): Array<string> => {
  const parts: Array<string> = []
  let start = 0
  for (let at = text.indexOf(separator); at >= 0 && parts.length < limit; at = text.indexOf(separator, start)) {
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
  while (parts.length < limit && end >= separator.length) {
    const at = text.lastIndexOf(separator, end - separator.length)
    if (at < 0) break
    parts.push(text.slice(at + separator.length, end))
    end = at
  }
  parts.push(text.slice(0, end))
  return parts.reverse()
}
