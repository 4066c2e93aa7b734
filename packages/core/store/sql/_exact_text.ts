/** Stands before what PostgreSQL cannot keep in a text. A character for private use: hardly anybody writes it. */
const mark = "\ue000"

const hex = (character: string): string => mark + character.charCodeAt(0).toString(16).padStart(4, "0")

/**
 * Text in a form that a PostgreSQL text column keeps: NUL and lone surrogates are written as a mark and four digits.
 * Equal texts stay equal and different ones different.
 */
export const toColumnText = (text: string): string =>
  text.isWellFormed() && !text.includes("\u0000") && !text.includes(mark)
    ? text
    : text.replaceAll(/\ue000|[\ud800-\udfff]/gu, hex).replaceAll("\u0000", hex)

/** The text that was written. */
export const fromColumnText = (text: string): string =>
  text.includes(mark)
    ? text.replaceAll(/\ue000([0-9a-f]{4})/g, (_, code: string) => String.fromCharCode(Number.parseInt(code, 16)))
    : text
