/** A place in a source text; both count from 1. */
export interface SourcePlace {
  readonly line: number
  readonly column: number
}

/** The text as Jinja2 reads it: every line end is `\n`, and a single one at the end of the text is dropped. */
export const normaliseSource = (text: string): string => {
  const unified = text.includes("\r") ? text.replace(/\r\n?/g, "\n") : text
  return unified.endsWith("\n") ? unified.slice(0, -1) : unified
}

/** The line and column of an offset. */
export const placeOf = (source: string, offset: number): SourcePlace => {
  let line = 1
  let start = 0
  for (let at = source.indexOf("\n"); at >= 0 && at < offset; at = source.indexOf("\n", at + 1)) {
    line++
    start = at + 1
  }
  return { line, column: offset - start + 1 }
}
