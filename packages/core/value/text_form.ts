import { FileValue } from "./file_value.ts"
import { isFileList } from "./files_of.ts"
import { jsonText } from "./json_text.ts"
import { numberText, pythonRepr, pythonText } from "./python_text.ts"
import { isFloat, type Value, type ValueArray } from "./value.ts"
import { isValueArray } from "./value_object.ts"

const fileLink = (file: FileValue): string => {
  const { type, filename, url, remote_url } = file.attributes
  const address = url ?? remote_url ?? ""
  return type === "image" ? `![${filename ?? ""}](${address})` : `[${filename ?? address}](${address})`
}

const isTextList = (list: ValueArray): boolean => list.length > 0 && list.every((item) => typeof item === "string")

/**
 * The text of a value inside prompts, requests and conditions (Dify's `text`): `True`, `1.0`, JSON for objects and
 * lists of strings, Python's `repr` for other lists, nothing for null, empty lists and files.
 */
export const textOf = (value: Value): string => {
  if (typeof value === "string") return value
  if (value === null) return ""
  if (isValueArray(value)) {
    if (isFileList(value)) return ""
    return isTextList(value) ? jsonText(value) : pythonRepr(value)
  }
  if (value instanceof FileValue) return ""
  if (typeof value === "object" && !isFloat(value)) return jsonText(value)
  return numberText(value) ?? pythonText(value)
}

/** The text of a value inside an answer (Dify's `markdown`): lists become `- item` lines, objects indented JSON, files links. */
export const markdownOf = (value: Value): string => {
  if (value instanceof FileValue) return fileLink(value)
  if (isValueArray(value)) {
    return value.map((item) => (item instanceof FileValue ? fileLink(item) : `- ${pythonText(item)}`)).join("\n")
  }
  if (typeof value === "object" && value !== null && !isFloat(value)) return jsonText(value, { indent: 2 })
  return textOf(value)
}
