import { jsonOutput } from "./json_output.ts"
import { oneLine, safeText } from "./safe_text.ts"
import { cut } from "./text_table.ts"

/** A value in one short line: texts in quotes, everything else as JSON. */
export const shortValue = (value: unknown, columns: number): string => {
  // Only the beginning can be shown, and values may be large.
  const shown = typeof value === "string" && value.length > columns * 4 ? value.slice(0, columns * 4) : value
  return cut(oneLine(jsonOutput(shown)), columns)
}

/** A whole value for people: texts as they are, everything else as JSON on several lines. */
export const wholeValue = (value: unknown): string =>
  typeof value === "string" ? safeText(value) : jsonOutput(value, 2)

/** Named values: `name  value`, the lines of a longer text below each other. */
export const namedValueLines = (values: { readonly [name: string]: unknown }): ReadonlyArray<string> => {
  const names = Object.keys(values)
  const width = Math.min(24, Math.max(0, ...names.map((name) => name.length)))
  return names.flatMap((name) => {
    const value = values[name]
    const text = typeof value === "string" ? safeText(value) : jsonOutput(value)
    return text
      .split("\n")
      .map((line, index) => `${index === 0 ? oneLine(name).padEnd(width) : " ".repeat(width)}  ${line}`.trimEnd())
  })
}
