import { isBlank, isBreak, type YamlSource } from "./yaml_source.ts"

const flowIndicators = new Set([..."[]{},"].map((character) => character.charCodeAt(0)))
const indicators = new Set([..."-?:,[]{}#&*!|>'\"%@`"].map((character) => character.charCodeAt(0)))
const colon = 0x3a
const dash = 0x2d
const hash = 0x23
const question = 0x3f

/** Whether a scalar without quotes can start here. */
export const startsPlain = (source: YamlSource): boolean => {
  const code = source.peek()
  if (!indicators.has(code)) return !isBlank(code)
  if (isBlank(source.peek(1))) return false
  return code === dash || (source.flow === 0 && (code === colon || code === question))
}

/** The end of the characters that stand together from an offset on. */
const wordEnd = (source: YamlSource, from: number): number => {
  const { text } = source
  const inFlow = source.flow > 0
  let offset = from
  while (true) {
    const code = text.charCodeAt(offset)
    if (isBlank(code) || (inFlow && flowIndicators.has(code))) return offset
    if (code === colon) {
      const next = text.charCodeAt(offset + 1)
      if (isBlank(next) || (inFlow && flowIndicators.has(next))) return offset
    }
    offset++
  }
}

/** What blanks and line ends up to the next word stand for; undefined when the scalar ends before them. */
const passGap = (source: YamlSource): string | undefined => {
  const start = source.offset
  source.passSpaces()
  if (!isBreak(source.peek())) return source.text.slice(start, source.offset)
  const first = source.passBreak()
  let more = ""
  while (true) {
    if (source.atMarker()) return undefined
    source.passSpaces()
    if (!isBreak(source.peek())) break
    more += source.passBreak()
  }
  if (first !== "\n") return first + more
  return more === "" ? " " : more
}

/**
 * Reads a scalar without quotes. Its further lines must be indented by at least `indent`, unless it stands in a flow
 * collection. Stops right behind its last character.
 */
export const readPlain = (source: YamlSource, indent: number): string => {
  const start = source.offset
  source.offset = wordEnd(source, start)
  let text = source.text.slice(start, source.offset)
  while (true) {
    const { offset, lineStart } = source
    const gap = isBlank(source.peek()) ? passGap(source) : undefined
    const next = source.offset
    const outdented = source.flow === 0 && source.lineStart !== lineStart && source.column < indent
    const end = gap === undefined || outdented || source.peek() === hash ? next : wordEnd(source, next)
    if (end === next) {
      source.offset = offset
      source.lineStart = lineStart
      return text
    }
    text += gap + source.text.slice(next, end)
    source.offset = end
  }
}
