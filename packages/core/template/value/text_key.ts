/** The key of a text in a dictionary. Texts that begin like the key of a tuple are set apart from it. */
export const textKey = (text: string): string => (text.charCodeAt(0) === 0 ? `\u0000s${text}` : text)

/** The key of a tuple: its parts with their lengths, so that no two tuples share one. */
export const tupleKey = (parts: ReadonlyArray<string>): string =>
  `\u0000t${parts.map((part) => `${part.length}:${part}`).join("")}`
