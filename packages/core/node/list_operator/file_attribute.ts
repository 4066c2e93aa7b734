import { Result } from "effect"
import { ListKeyInvalid } from "../../error/list_errors.ts"
import type { FileValue } from "../../value/file_value.ts"

const sequenceKeys = ["type", "transfer_method"]
const textKeys = ["name", "extension", "mime_type", "url", "related_id"]

/** How an attribute of files is filtered: as text, as one of several, or as a number. */
export const fileKeyKind = (key: string): "text" | "sequence" | "number" | undefined => {
  if (textKeys.includes(key)) return "text"
  if (sequenceKeys.includes(key)) return "sequence"
  return key === "size" ? "number" : undefined
}

/** A text attribute of a file; empty when the file does not have it. */
export const fileText = (file: FileValue, key: string): string => String(file.attribute(key) ?? "")

/** The size of a file in bytes; -1 when unknown. */
export const fileSize = (file: FileValue): number => file.attributes.size ?? -1

/** What files are ordered by. */
export const fileOrderKey = (key: string): Result.Result<(file: FileValue) => string | number, ListKeyInvalid> => {
  const kind = fileKeyKind(key)
  if (kind === undefined) return Result.fail(new ListKeyInvalid({ message: `Invalid order key: ${key}` }))
  return Result.succeed(kind === "number" ? fileSize : (file) => fileText(file, key))
}
