// Python's white space differs from JavaScript's in U+001C to U+001F, U+0085 and U+FEFF.
const spaces = /[\s\x85]/

/** Whether the UTF-16 unit at an index is white space, as Python's `str.isspace` has it. */
export const isSpaceAt = (text: string, index: number): boolean => {
  const unit = text.charCodeAt(index)
  return unit < 128
    ? unit === 32 || (unit >= 9 && unit <= 13) || (unit >= 28 && unit <= 31)
    : unit !== 0xfeff && spaces.test(text.charAt(index))
}

/** Without white space at the start: Python's `lstrip()`. */
export const trimStart = (text: string): string => text.slice(firstInk(text))

/** Without white space at the end: Python's `rstrip()`. */
export const trimEnd = (text: string): string => {
  let end = text.length
  while (end > 0 && isSpaceAt(text, end - 1)) end--
  return text.slice(0, end)
}

/** Without white space at both ends: Python's `strip()`. */
export const trim = (text: string): string => trimStart(trimEnd(text))

const firstInk = (text: string): number => {
  let start = 0
  while (start < text.length && isSpaceAt(text, start)) start++
  return start
}

/** The words between white space: Python's `split()`. At most `limit` splits are made; the rest stays one text. */
export const splitWords = (text: string, limit = Number.POSITIVE_INFINITY): Array<string> => {
  const words: Array<string> = []
  let index = 0
  for (;;) {
    while (index < text.length && isSpaceAt(text, index)) index++
    if (index >= text.length) return words
    if (words.length >= limit) return [...words, text.slice(index)]
    const start = index
    while (index < text.length && !isSpaceAt(text, index)) index++
    words.push(text.slice(start, index))
  }
}

/** The same from the end: Python's `rsplit()`. */
export const splitWordsFromEnd = (text: string, limit: number): Array<string> => {
  const words: Array<string> = []
  let end = text.length
  for (;;) {
    while (end > 0 && isSpaceAt(text, end - 1)) end--
    if (end === 0) return words.reverse()
    if (words.length >= limit) return [text.slice(0, end), ...words.reverse()]
    const stop = end
    while (end > 0 && !isSpaceAt(text, end - 1)) end--
    words.push(text.slice(end, stop))
  }
}
