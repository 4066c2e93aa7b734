import { FileValue } from "./file_value.ts"
import { numberText } from "./python_text.ts"
import type { Value } from "./value.ts"
import { isValueArray, isValueObject } from "./value_object.ts"

/** How JSON text is laid out: Dify writes `", "` and `": "` on one line, or an indent of two spaces. */
export interface JsonTextOptions {
  readonly indent?: number
}

const scalar = (value: Value): string => {
  if (value === null || typeof value === "boolean") return String(value)
  if (typeof value === "string") return JSON.stringify(value)
  const text = numberText(value) ?? "null"
  // Python's json writes these three words; they are what Dify shows.
  if (text === "nan") return "NaN"
  if (text === "inf") return "Infinity"
  return text === "-inf" ? "-Infinity" : text
}

const write = (value: Value, indent: number, depth: number): string => {
  const array = isValueArray(value)
  const object = value instanceof FileValue ? value.toJSON() : isValueObject(value) ? value : undefined
  if (!array && object === undefined) return scalar(value)
  const members = array
    ? value.map((member) => write(member, indent, depth + 1))
    : Object.entries(object ?? {}).map(
        ([name, member]) => `${JSON.stringify(name)}: ${write(member, indent, depth + 1)}`
      )
  const [open, close] = array ? "[]" : "{}"
  if (members.length === 0) return `${open}${close}`
  if (indent === 0) return `${open}${members.join(", ")}${close}`
  const outer = " ".repeat(indent * depth)
  const inner = " ".repeat(indent * (depth + 1))
  return `${open}\n${inner}${members.join(`,\n${inner}`)}\n${outer}${close}`
}

/**
 * JSON text as Python's `json.dumps(value, ensure_ascii=False)` writes it: `{"k": [1, 1.0, null]}`. Integers of any
 * size are kept exactly.
 */
export const jsonText = (value: Value, options: JsonTextOptions = {}): string => write(value, options.indent ?? 0, 0)
