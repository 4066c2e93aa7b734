import { FileValue } from "../../value/file_value.ts"
import { isFloat, type Value } from "../../value/value.ts"
import { isValueArray } from "../../value/value_object.ts"
import { Dict } from "./dict.ts"
import { List } from "./list.ts"
import type { TemplateValue } from "./template_value.ts"

/** A value of the variable pool as a template sees it; files are the dictionaries that Dify makes of them. */
export const adoptValue = (value: Value): TemplateValue => {
  if (typeof value !== "object" || value === null || isFloat(value)) return value
  if (isValueArray(value)) return List.adopting(value, adoptValue)
  return Dict.adopting(value instanceof FileValue ? value.toJSON() : value, adoptValue)
}
