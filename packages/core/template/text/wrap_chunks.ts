import { pointsOf } from "./code_points.ts"

const isSpace = (character: string): boolean => /[\t\n\v\f\r ]/.test(character)
const isLetter = (character: string | undefined): boolean =>
  character !== undefined && /[\p{L}\p{Nl}_]/u.test(character)
const isWord = (character: string | undefined): boolean => character !== undefined && /[\p{L}\p{N}_]/u.test(character)
const isWordOrPunctuation = (character: string | undefined): boolean =>
  character !== undefined && /[\p{L}\p{N}_!"'&.,?]/u.test(character)

/** Whether a line may end after the hyphen at an index: letters stand on both sides of it. */
const breaksAfterHyphen = (line: ReadonlyArray<string>, index: number): boolean => {
  const before = isLetter(line[index - 1]) && isLetter(line[index - 2])
  const short = isWordOrPunctuation(line[index - 1]) && line[index - 2] === "-" && isLetter(line[index - 3])
  if (!before && !short) return false
  const second = line[index + 2] === "-" ? line[index + 3] : line[index + 2]
  return isLetter(line[index + 1]) && isLetter(second)
}

/** Two or more hyphens between words stand alone. */
const dashLength = (line: ReadonlyArray<string>, index: number): number => {
  if (line[index] !== "-" || line[index + 1] !== "-" || !isWordOrPunctuation(line[index - 1])) return 0
  let end = index
  while (line[end] === "-") end++
  return isWord(line[end]) ? end - index : 0
}

const wordEnd = (line: ReadonlyArray<string>, start: number, hyphens: boolean): number => {
  for (let index = start; index < line.length; index++) {
    if (isSpace(line[index] ?? " ")) return index
    if (!hyphens) continue
    if (index > start && dashLength(line, index) > 0) return index
    if (line[index] === "-" && breaksAfterHyphen(line, index)) return index + 1
  }
  return line.length
}

/** The pieces between which a line may end: words, parts of words up to a hyphen, and the spaces between. */
export const wrapChunks = (text: string, hyphens: boolean): Array<ReadonlyArray<string>> => {
  const line = pointsOf(text)
  const chunks: Array<ReadonlyArray<string>> = []
  let index = 0
  while (index < line.length) {
    const start = index
    if (isSpace(line[index] ?? "")) while (index < line.length && isSpace(line[index] ?? "")) index++
    else {
      const dash = hyphens ? dashLength(line, index) : 0
      index = dash > 0 ? index + dash : wordEnd(line, index, hyphens)
    }
    chunks.push(line.slice(start, index))
  }
  return chunks
}
