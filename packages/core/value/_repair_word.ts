import { float, integer, type Value } from "./value.ts"

/** A key and its colon, as far as a key is long. */
const keyAhead = /\s*(?:"[^"\\\n]{0,200}"|'[^'\\\n]{0,200}'|[A-Za-z_$][\w$-]{0,100})\s*:/y

/** Whether a key of an object stands here. */
export const isKeyAt = (text: string, index: number): boolean => {
  keyAhead.lastIndex = index
  return keyAhead.test(text)
}

const quotedKeyAhead = /\s+"[^"\\\n]{0,200}"\s*:/y

const isQuotedKeyAt = (text: string, index: number): boolean => {
  quotedKeyAhead.lastIndex = index
  return quotedKeyAhead.test(text)
}

const isSpace = (character: string | undefined): boolean => character !== undefined && /\s/.test(character)

const endsBare = (text: string, start: number, index: number, place: "object" | "array"): boolean => {
  const character = text[index]
  if (place === "array") return character === "," || character === "]" || character === "}"
  if (character === "}" || character === "]") return true
  // Texts have commas too: a comma ends one only where another key or the end of the object follows.
  if (character === ",") {
    if (isKeyAt(text, index + 1) || /^\s*[}\]]?\s*$/.test(text.slice(index + 1, index + 40))) return true
    return index - start < 40 && typeof bareValue(text.slice(start, index)) !== "string"
  }
  return isSpace(character) && !isSpace(text[index - 1]) && isQuotedKeyAt(text, index)
}

/** Text without quotes, up to where its place ends it; braces inside it count. */
export const readBare = (
  text: string,
  start: number,
  place: "object" | "array"
): { readonly text: string; readonly end: number } => {
  let open = 0
  let index = start
  for (; index < text.length; index++) {
    const character = text[index]
    if (open === 0 && endsBare(text, start, index, place)) break
    if (character === "{" || character === "[") open++
    else if (character === "}" || character === "]") open--
    else if (place === "array" && character === '"') break
  }
  return { text: text.slice(start, index), end: index }
}

const words = new Map<string, Value>([
  ["true", true],
  ["false", false],
  ["null", null],
  ["none", null]
])

const numberOf = (text: string): Value | undefined => {
  const digits = text.replaceAll("_", "")
  if (/^-?\d+$/.test(digits)) return integer(BigInt(digits))
  if (!/^-?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(digits)) return undefined
  const value = Number(digits)
  return Number.isFinite(value) ? float(value) : undefined
}

/** What a text without quotes means: a word of JSON or Python, a number, else itself without a stray quote at its end. */
export const bareValue = (text: string): Value => {
  const trimmed = text.trim().replace(/["'”]$/, "")
  const word = words.get(trimmed.toLowerCase())
  return word === undefined ? (numberOf(trimmed) ?? trimmed) : word
}
