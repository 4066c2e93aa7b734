import { isBreak, type YamlSource } from "./yaml_source.ts"

const space = 0x20
const tab = 0x09
const folding = 0x3e

interface BlockHeader {
  readonly folded: boolean
  /** `-` drops all line ends at the end, `+` keeps all, otherwise one stays. */
  readonly chomping: string | undefined
  /** Spaces of indentation relative to the parent, when said. */
  readonly increment: number | undefined
}

const header = /(?:([+-])([0-9])?|([0-9])([+-])?)?/y

const readHeader = (source: YamlSource): BlockHeader => {
  const folded = source.peek() === folding
  header.lastIndex = ++source.offset
  const match = header.exec(source.text)
  const digit = match?.[2] ?? match?.[3]
  if (digit === "0") source.fail("the indentation of a block text is a digit from 1 to 9")
  source.offset += match?.[0].length ?? 0
  const start = source.offset
  source.passSpaces()
  if (source.text.startsWith("#", source.offset)) source.passLine()
  if (!isBreak(source.peek()) && source.offset < source.text.length) {
    source.fail('a block text starts on the line after its "|" or ">"', start)
  }
  if (source.offset < source.text.length) source.passBreak()
  return { folded, chomping: match?.[1] ?? match?.[4], increment: digit === undefined ? undefined : Number(digit) }
}

/** Blank lines before the first line, and the indentation that line implies. */
const passLeadingLines = (source: YamlSource): { readonly breaks: string; readonly deepest: number } => {
  let breaks = ""
  let deepest = 0
  while (true) {
    while (source.peek() === space) source.offset++
    deepest = Math.max(deepest, source.column)
    if (!isBreak(source.peek())) return { breaks, deepest }
    breaks += source.passBreak()
  }
}

/** Blank lines, and the indentation of the next line up to `indent`. */
const passBlankLines = (source: YamlSource, indent: number): string => {
  let breaks = ""
  while (true) {
    while (source.column < indent && source.peek() === space) source.offset++
    if (!isBreak(source.peek())) return breaks
    breaks += source.passBreak()
  }
}

const isIndented = (code: number): boolean => code === space || code === tab

/** Reads a block text (`|` literal or `>` folded) inside a block that is indented by `parent` columns. */
export const readBlockScalar = (source: YamlSource, parent: number): string => {
  const { folded, chomping, increment } = readHeader(source)
  const minimum = Math.max(parent + 1, 1)
  let indent = minimum + (increment ?? 1) - 1
  let breaks: string
  if (increment === undefined) {
    const leading = passLeadingLines(source)
    breaks = leading.breaks
    indent = Math.max(minimum, leading.deepest)
  } else breaks = passBlankLines(source, indent)
  let text = ""
  let lineBreak = ""
  while (source.column === indent && source.offset < source.text.length) {
    text += breaks
    const more = isIndented(source.peek())
    const start = source.offset
    source.passLine()
    text += source.text.slice(start, source.offset)
    lineBreak = source.offset < source.text.length ? source.passBreak() : ""
    breaks = passBlankLines(source, indent)
    if (source.column !== indent || source.offset >= source.text.length) break
    if (!folded || lineBreak !== "\n" || more || isIndented(source.peek())) text += lineBreak
    else if (breaks === "") text += " "
  }
  // The next token is the first of its line: the reader looks at it from the start of the line.
  if (source.offset < source.text.length) source.offset = source.lineStart
  if (chomping === "-") return text
  return chomping === "+" ? text + lineBreak + breaks : text + lineBreak
}
