import { isKeyAt } from "./_repair_word.ts"

/** Where a string stands: that decides which quote can be its last. */
export type StringPlace = "key" | "object" | "array"

const closers: Record<string, string> = { '"': '"', "'": "'", "“": "”", "”": "”" }
const escapes: Record<string, string> = {
  n: "\n",
  r: "\r",
  t: "\t",
  b: "\b",
  f: "\f",
  "/": "/",
  "\\": "\\",
  '"': '"',
  "'": "'"
}

const skipSpace = (text: string, index: number): number => {
  let next = index
  while (/\s/.test(text[next] ?? "")) next++
  return next
}

const startsItem = (text: string, index: number): boolean =>
  /^(?:["'“[{\]}\d.-]|true|false|null|none|$)/i.test(text.slice(index, index + 5))

/** Whether a quote that is followed by `index` is the end of its string and not a quote inside it. */
const closes = (text: string, index: number, place: StringPlace): boolean => {
  const next = skipSpace(text, index)
  const character = text[next]
  if (character === undefined) return true
  if (place === "key")
    return character === ":" || (next > index && '"“'.includes(character)) || ",}".includes(character)
  if (character === "}" || character === "]") return true
  if (place === "array") {
    if (character === ",") return startsItem(text, skipSpace(text, next + 1))
    return next > index && `"'“`.includes(character) && startsItem(text, next)
  }
  if (character !== ",") return isKeyAt(text, index) && `"'`.includes(character)
  const after = skipSpace(text, next + 1)
  return isKeyAt(text, after) || text[after] === undefined || `}]{[`.includes(text[after] ?? "")
}

const unescape = (text: string, index: number): { readonly text: string; readonly length: number } => {
  const character = text[index + 1] ?? ""
  const hex = /^[0-9a-fA-F]{4}$/.exec(text.slice(index + 2, index + 6))
  if (character === "u" && hex !== null) return { text: String.fromCharCode(Number.parseInt(hex[0], 16)), length: 6 }
  const known = Object.hasOwn(escapes, character) ? escapes[character] : undefined
  return known === undefined ? { text: "\\", length: 1 } : { text: known, length: 2 }
}

/**
 * A string that starts with a quote at `start`. Quotes inside it, line breaks and unknown escapes stay as they are; a
 * string without an end lasts to the end of the text, closing brackets left out.
 */
export const repairString = (
  text: string,
  start: number,
  place: StringPlace
): { readonly text: string; readonly end: number } => {
  const opener = text[start] ?? '"'
  const closer = closers[opener] ?? '"'
  // Texts out of tables have their quotes doubled: ""text"".
  const doubled = text[start + 1] === opener && text[start + 2] !== undefined && !closes(text, start + 2, place)
  let value = ""
  for (let index = start + (doubled ? 2 : 1); index < text.length; index++) {
    const character = text[index] ?? ""
    if (character === "\\") {
      const escaped = unescape(text, index)
      value += escaped.text
      index += escaped.length - 1
    } else if (character === closer) {
      if (doubled && text[index + 1] === closer && closes(text, index + 2, place))
        return { text: value, end: index + 2 }
      if (closes(text, index + 1, place)) return { text: value, end: index + 1 }
      value += character
    } else value += character
  }
  return { text: value.replace(/[\s}\]]+$/, ""), end: text.length }
}
