import { SyntaxFailure } from "../failure.ts"

const simple: Record<string, string> = {
  "\n": "",
  "\\": "\\",
  "'": "'",
  '"': '"',
  a: "\u0007",
  b: "\b",
  f: "\f",
  n: "\n",
  r: "\r",
  t: "\t",
  v: "\v"
}

const digitCounts: Record<string, number> = { x: 2, u: 4, U: 8 }

const hexadecimal = (digits: string, count: number, offset: number): string => {
  const point = /^[0-9a-fA-F]+$/.test(digits) && digits.length === count ? Number.parseInt(digits, 16) : -1
  if (point < 0 || point > 0x10ffff) throw new SyntaxFailure("the string has an escape that is no character", offset)
  return String.fromCodePoint(point)
}

/** The text that the inside of a string literal stands for, with Python's escapes. */
export const unescapeString = (inside: string, offset: number): string => {
  let text = ""
  let index = 0
  for (;;) {
    const slash = inside.indexOf("\\", index)
    if (slash < 0) return text + inside.slice(index)
    text += inside.slice(index, slash)
    const letter = inside[slash + 1] ?? ""
    const count = digitCounts[letter]
    const octal = /^[0-7]{1,3}/.exec(inside.slice(slash + 1, slash + 4))?.[0]
    if (count !== undefined) {
      text += hexadecimal(inside.slice(slash + 2, slash + 2 + count), count, offset)
      index = slash + 2 + count
    } else if (octal !== undefined) {
      text += String.fromCodePoint(Number.parseInt(octal, 8))
      index = slash + 1 + octal.length
    } else if (letter === "N") {
      throw new SyntaxFailure("characters cannot be written by name; use \\u and the code point", offset)
    } else {
      // Python keeps the backslash of an escape it does not know.
      text += simple[letter] ?? `\\${letter}`
      index = slash + 2
    }
  }
}
