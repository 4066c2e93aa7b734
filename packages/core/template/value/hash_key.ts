import { Float } from "../../value/value.ts"
import { type HashKey, TemplateObject, type TemplateValue } from "./template_value.ts"
import { textKey } from "./text_key.ts"

// A float beyond the safe integers equals a big integer.
const integralKey = (value: number): number | bigint => (Number.isSafeInteger(value) ? value : BigInt(value))

/** The key a value has in a dictionary: 1, 1.0 and True share one, as in Python. Undefined for lists and dictionaries. */
export const hashKeyOf = (value: TemplateValue): HashKey | undefined => {
  if (typeof value === "string") return textKey(value)
  if (typeof value === "boolean") return Number(value)
  if (value instanceof Float) return Number.isInteger(value.value) ? integralKey(value.value) : value.value
  return value instanceof TemplateObject ? value.hashKey() : value
}
