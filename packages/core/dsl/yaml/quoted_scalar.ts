import { isBreak, type YamlSource } from "./yaml_source.ts"

const single = 0x27
const double = 0x22
const backslash = 0x5c
const space = 0x20
const tab = 0x09

const escapes: ReadonlyMap<string, string> = new Map([
  ["0", "\0"],
  ["a", "\x07"],
  ["b", "\b"],
  ["t", "\t"],
  ["\t", "\t"],
  ["n", "\n"],
  ["v", "\v"],
  ["f", "\f"],
  ["r", "\r"],
  ["e", "\x1b"],
  [" ", " "],
  ['"', '"'],
  ["\\", "\\"],
  ["/", "/"],
  ["N", "\x85"],
  ["_", "\xa0"],
  ["L", "\u2028"],
  ["P", "\u2029"]
])

const escapeLengths: ReadonlyMap<string, number> = new Map([
  ["x", 2],
  ["u", 4],
  ["U", 8]
])

/** Blank lines inside the quotes; refuses the marks that separate documents. */
const passBlankLines = (source: YamlSource): string => {
  let breaks = ""
  while (true) {
    if (source.atMarker()) source.fail("a text in quotes is not closed before the document ends")
    source.passSpaces()
    if (!isBreak(source.peek())) return breaks
    breaks += source.passBreak()
  }
}

/** Spaces or line ends inside the quotes: a single line end is a space, further ones stay. */
const foldBlanks = (source: YamlSource): string => {
  const start = source.offset
  source.passSpaces()
  if (!isBreak(source.peek())) return source.text.slice(start, source.offset)
  const first = source.passBreak()
  const more = passBlankLines(source)
  if (first !== "\n") return first + more
  return more === "" ? " " : more
}

const readEscape = (source: YamlSource): string => {
  const start = source.offset++
  const code = source.peek()
  if (isBreak(code)) {
    source.passBreak()
    return passBlankLines(source)
  }
  const character = source.text.charAt(source.offset++)
  const known = escapes.get(character)
  if (known !== undefined) return known
  const length = escapeLengths.get(character)
  if (length === undefined) return source.fail(`"\\${character}" is no escape sequence of YAML`, start)
  const digits = source.text.slice(source.offset, source.offset + length)
  const point = Number.parseInt(digits, 16)
  if (!/^[0-9a-fA-F]+$/.test(digits) || digits.length < length || point > 0x10ffff) {
    source.fail(`"\\${character}" must be followed by the ${length} hexadecimal digits of a character`, start)
  }
  source.offset += length
  return String.fromCodePoint(point)
}

/** Reads a text in single or double quotes. Inside them indentation does not matter. */
export const readQuoted = (source: YamlSource): string => {
  const start = source.offset
  const quote = source.peek()
  source.offset++
  let text = ""
  let from = source.offset
  while (true) {
    const code = source.peek()
    if (code === quote) {
      text += source.text.slice(from, source.offset++)
      if (quote === double || source.peek() !== single) return text
      text += "'"
      from = ++source.offset
    } else if (code === space || code === tab || isBreak(code)) {
      text += source.text.slice(from, source.offset) + foldBlanks(source)
      from = source.offset
    } else if (code === backslash && quote === double) {
      text += source.text.slice(from, source.offset) + readEscape(source)
      from = source.offset
    } else if (Number.isNaN(code)) {
      source.fail("a text in quotes that starts here is not closed", start)
    } else source.offset++
  }
}
