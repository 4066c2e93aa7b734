import { FileValue, isValueArray, isValueObject, type Value } from "@flowglass/core"

/** How many characters (code points) of a text a preview shows. */
export const previewLength = 500

/** How many bytes of JSON a preview of an object or array may hold before it is cut to its first members. */
const previewSize = 64 * 1024

/** A value as a preview shows it. */
export interface Preview {
  readonly value: Value
  readonly truncated: boolean
}

const cutText = (text: string): Preview => {
  // Code units are at least as many as code points: most texts need no counting.
  if (text.length <= previewLength) return { value: text, truncated: false }
  const points = Array.from(text.slice(0, previewLength * 2 + 2))
  if (points.length <= previewLength && text.length <= previewLength * 2) return { value: text, truncated: false }
  return { value: `${points.slice(0, previewLength).join("")}…`, truncated: true }
}

/** A rough size of a value as JSON; stops counting beyond the limit. */
const sizeOf = (value: Value, limit: number): number => {
  if (typeof value === "string") return value.length + 2
  if (value === null || typeof value !== "object" || value instanceof FileValue) return 8
  let size = 2
  for (const [name, member] of Object.entries(value)) {
    size += name.length + 4 + sizeOf(member, limit - size)
    if (size > limit) return size
  }
  return size
}

/**
 * A value as the snapshot shows it: long texts end after 500 characters with an ellipsis, everything else is whole.
 * Only a value beyond 64 KB of JSON is replaced by a note; the full value is always one request away.
 */
export const previewValue = (value: Value): Preview => {
  if (typeof value === "string") return cutText(value)
  if ((isValueArray(value) || isValueObject(value)) && sizeOf(value, previewSize) > previewSize) {
    const kind = isValueArray(value) ? `array of ${value.length} items` : "object"
    return { value: `(${kind}, too large for a preview)`, truncated: true }
  }
  return { value, truncated: false }
}
