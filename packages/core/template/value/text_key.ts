import { valueTooLarge } from "../failure.ts"

/** The key of a text in a dictionary. Texts that begin like the key of a tuple are set apart from it. */
export const textKey = (text: string): string => (text.charCodeAt(0) === 0 ? `\u0000s${text}` : text)

const longestTupleKey = 1_000_000

/** The key of a tuple: its parts with their lengths, so that no two tuples share one. */
export const tupleKey = (parts: ReadonlyArray<string>): string => {
  const length = parts.reduce((sum, part) => sum + part.length, 0)
  if (length > longestTupleKey) throw valueTooLarge("a tuple is too large for a key")
  return `\u0000t${parts.map((part) => `${part.length}:${part}`).join("")}`
}
