import { FileValue } from "./file_value.ts"
import { Float, type Value } from "./value.ts"
import { isValueArray, isValueObject } from "./value_object.ts"

/** A float as Python writes it: `1.0`, `1e+16`, `1e-05`, `nan`, `inf`. */
export const floatText = (value: number): string => {
  if (Number.isNaN(value)) return "nan"
  if (!Number.isFinite(value)) return value > 0 ? "inf" : "-inf"
  if (Object.is(value, -0)) return "-0.0"
  const magnitude = Math.abs(value)
  if (magnitude !== 0 && (magnitude >= 1e16 || magnitude < 1e-4)) {
    const [digits = "0", exponent = "0"] = value.toExponential().split("e")
    const power = Math.abs(Number(exponent))
    return `${digits}e${exponent.startsWith("-") ? "-" : "+"}${String(power).padStart(2, "0")}`
  }
  const text = String(value)
  return text.includes(".") ? text : `${text}.0`
}

/** A number as Python writes it; undefined when the value is no number. */
export const numberText = (value: Value): string | undefined => {
  if (typeof value === "number")
    return Number.isInteger(value) && !Object.is(value, -0) ? String(value) : floatText(value)
  if (typeof value === "bigint") return String(value)
  if (value instanceof Float) return floatText(value.value)
  return undefined
}

const escapes: Record<string, string> = { "\n": "\\n", "\r": "\\r", "\t": "\\t", "\\": "\\\\" }
// Python escapes what str.isprintable() refuses: controls, format characters, surrogates, unassigned, separators but the space.
const unprintable = /[\\\n\r\t]|[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Cn}\p{Zl}\p{Zp}]|(?! )\p{Zs}/gu

const escapeUnprintable = (character: string): string => {
  const known = escapes[character]
  if (known !== undefined) return known
  const point = character.codePointAt(0) ?? 0
  if (point <= 0xff) return `\\x${point.toString(16).padStart(2, "0")}`
  if (point <= 0xffff) return `\\u${point.toString(16).padStart(4, "0")}`
  return `\\U${point.toString(16).padStart(8, "0")}`
}

/** A string as Python's `repr` writes it: single quotes, unless it holds single and no double quotes. */
export const stringRepr = (text: string): string => {
  const quote = text.includes("'") && !text.includes('"') ? '"' : "'"
  const escaped = text.replace(unprintable, escapeUnprintable)
  return quote + (quote === "'" ? escaped.replaceAll("'", "\\'") : escaped) + quote
}

/** A value as Python's `repr` writes it: `[1, 'a', None, True, {'k': 1.0}]`. */
export const pythonRepr = (value: Value): string => {
  if (value === null) return "None"
  if (value === true) return "True"
  if (value === false) return "False"
  if (typeof value === "string") return stringRepr(value)
  if (isValueArray(value)) return `[${value.map(pythonRepr).join(", ")}]`
  if (isValueObject(value)) {
    return `{${Object.entries(value)
      .map(([name, member]) => `${stringRepr(name)}: ${pythonRepr(member)}`)
      .join(", ")}}`
  }
  if (value instanceof FileValue) return pythonRepr(value.toJSON())
  return numberText(value) ?? String(value)
}

/** A value as Python's `str` writes it: text as it is, everything else as `repr`. */
export const pythonText = (value: Value): string => (typeof value === "string" ? value : pythonRepr(value))
