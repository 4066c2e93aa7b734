import type { Cursor } from "../value/template_value.ts"

const surrogate = /[\ud800-\udfff]/

/** Whether UTF-16 units and code points of a text differ. */
export const hasSurrogates = (text: string): boolean => surrogate.test(text)

/** The number of code points: Python's `len`. */
export const pointLength = (text: string): number => {
  if (!hasSurrogates(text)) return text.length
  let length = 0
  for (let index = 0; index < text.length; index++) {
    if (isPairAt(text, index)) index++
    length++
  }
  return length
}

/** Whether a surrogate pair begins at a unit. */
export const isPairAt = (text: string, index: number): boolean => {
  const unit = text.charCodeAt(index)
  if (unit < 0xd800 || unit > 0xdbff) return false
  const next = text.charCodeAt(index + 1)
  return next >= 0xdc00 && next <= 0xdfff
}

/** The code points of a text, each as a text. */
export const pointsOf = (text: string): Array<string> => (hasSurrogates(text) ? Array.from(text) : text.split(""))

/** Hands out the code points of a text. */
export const pointCursor = (text: string): Cursor => {
  let index = 0
  return () => {
    if (index >= text.length) return undefined
    const start = index
    index += isPairAt(text, start) ? 2 : 1
    return text.slice(start, index)
  }
}

/** Orders texts by code point, as Python does; JavaScript orders them by UTF-16 unit. */
export const comparePoints = (left: string, right: string): number => {
  const end = Math.min(left.length, right.length)
  for (let index = 0; index < end; index++) {
    const one = left.charCodeAt(index)
    const two = right.charCodeAt(index)
    if (one !== two) return weight(one) - weight(two)
  }
  return left.length - right.length
}

// Surrogates stand for code points above U+FFFF, so they come after U+E000 to U+FFFF.
const weight = (unit: number): number => (unit < 0xd800 ? unit : unit < 0xe000 ? unit + 0x2000 : unit - 0x800)
