const isBreak = (unit: number): boolean =>
  (unit >= 10 && unit <= 13) || (unit >= 28 && unit <= 30) || unit === 0x85 || unit === 0x2028 || unit === 0x2029

/** The lines of a text: Python's `splitlines`, which knows more line ends than `\n`. */
export const splitLines = (text: string, keepEnds: boolean): Array<string> => {
  const lines: Array<string> = []
  let start = 0
  for (let index = 0; index < text.length; index++) {
    if (!isBreak(text.charCodeAt(index))) continue
    const end = index
    if (text.charCodeAt(index) === 13 && text.charCodeAt(index + 1) === 10) index++
    lines.push(text.slice(start, keepEnds ? index + 1 : end))
    start = index + 1
  }
  if (start < text.length) lines.push(text.slice(start))
  return lines
}
