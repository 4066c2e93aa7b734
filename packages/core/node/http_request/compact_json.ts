import { FileValue } from "../../value/file_value.ts"
import { jsonText } from "../../value/json_text.ts"
import type { Value } from "../../value/value.ts"
import { isValueArray, isValueObject } from "../../value/value_object.ts"

/** A value as the JSON that goes over the wire: no spaces, floats and big integers kept (httpx writes it so). */
export const compactJson = (value: Value): string => {
  if (isValueArray(value)) return `[${value.map(compactJson).join(",")}]`
  const object = value instanceof FileValue ? value.toJSON() : value
  if (!isValueObject(object)) return jsonText(object)
  const members = Object.entries(object).map(([name, member]) => `${JSON.stringify(name)}:${compactJson(member)}`)
  return `{${members.join(",")}}`
}
