import { Float } from "../../value/value.ts"
import { TemplateObject, type TemplateValue } from "./template_value.ts"

/** Python's name of the type of a value: `str`, `int`, `NoneType`. */
export const typeNameOf = (value: TemplateValue): string => {
  if (value === null) return "NoneType"
  if (typeof value === "string") return "str"
  if (typeof value === "boolean") return "bool"
  if (typeof value === "bigint") return "int"
  if (typeof value === "number") return Number.isInteger(value) ? "int" : "float"
  return value instanceof TemplateObject ? value.typeName : value instanceof Float ? "float" : "object"
}

/** How Jinja2 names the object in "'dict object' has no attribute 'x'". */
export const ownerName = (value: TemplateValue): string => (value === null ? "None" : `${typeNameOf(value)} object`)
