import { Predicate } from "effect"
import { resolvePlain } from "./yaml/resolve_plain.ts"

const plainShape = /^[\p{L}\p{N}_./(](?:[\p{L}\p{N}_./()+*=,;@ -]*[\p{L}\p{N}_./()+*=;@-])?$/u

/** What editors and parsers take for line ends, marks of an order of bytes or letters, or nothing at all. */
// oxlint-disable-next-line no-control-regex
const unprintable = /[\u007f-\u009f\u2028-\u202e\u2066-\u2069\ufeff\ufffe\uffff]|\p{Cs}/gu

const escaped = (character: string): string => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`

const quoted = (text: string): string => JSON.stringify(text).replaceAll(unprintable, escaped)

const longestBlockName = 100

/** Text that stands as it is, line by line, below its name. */
const isBlockText = (text: string): boolean =>
  text.includes("\n") &&
  // oxlint-disable-next-line no-control-regex
  !/[\u0000-\u0009\u000b-\u001f]/.test(text) &&
  text.search(unprintable) < 0 &&
  !/^\s|\n\n$/.test(text) &&
  text.split("\n").every((line) => line === "" || line.trim() !== "")

const blockText = (text: string, indent: number): string => {
  const lines = text.replace(/\n$/, "").split("\n")
  const margin = " ".repeat(indent)
  return [text.endsWith("\n") ? "|" : "|-", ...lines.map((line) => (line === "" ? "" : margin + line))].join("\n")
}

const isPlain = (text: string): boolean => plainShape.test(text) && resolvePlain(text) === text

const textOf = (text: string, indent: number): string => {
  if (isPlain(text)) return text
  return isBlockText(text) ? blockText(text, indent) : quoted(text)
}

/** Floats have a dot, so that they are read as floats. */
const numberOf = (number: number): string => {
  if (Number.isNaN(number)) return ".nan"
  if (!Number.isFinite(number)) return number > 0 ? ".inf" : "-.inf"
  if (Number.isSafeInteger(number) && !Object.is(number, -0)) return String(number)
  const [mantissa = "", exponent] = (Object.is(number, -0) ? "-0" : String(number)).split("e")
  const dotted = mantissa.includes(".") ? mantissa : `${mantissa}.0`
  return exponent === undefined ? dotted : `${dotted}e${exponent}`
}

const scalarOf = (data: unknown, indent: number): string => {
  if (typeof data === "string") return textOf(data, indent)
  if (typeof data === "number") return numberOf(data)
  if (typeof data === "boolean" || typeof data === "bigint") return String(data)
  return "null"
}

const nameOf = (name: string): string => {
  if (isPlain(name)) return name
  const text = quoted(name)
  return text.length > longestBlockName ? `? ${text}\n` : text
}

/** The entries in the order of their names, as Dify's exports have them. */
const entriesOf = (data: object): ReadonlyArray<readonly [string, unknown]> =>
  Object.entries(data)
    .filter(([, member]) => member !== undefined)
    .toSorted(([left], [right]) => (left < right ? -1 : 1))

const linesOf = (data: unknown, indent: number): string => {
  const margin = " ".repeat(indent)
  if (Array.isArray(data)) {
    return data.map((item: unknown) => `${margin}- ${inlineOf(item, indent + 2, indent + 2)}`).join("\n")
  }
  if (!Predicate.isObject(data)) return margin + scalarOf(data, indent + 2)
  return entriesOf(data)
    .map(([name, member]) => {
      const isCollection = Predicate.isObjectOrArray(member) && Object.keys(member).length > 0
      // As PyYAML writes it, the items of a list are not indented below their name.
      const below = Array.isArray(member) ? indent : indent + 2
      const value = isCollection ? `\n${linesOf(member, below)}` : ` ${inlineOf(member, indent + 2, indent)}`
      const written = nameOf(name)
      return written.startsWith("? ") ? `${margin}${written}${margin}:${value}` : `${margin}${written}:${value}`
    })
    .join("\n")
}

/** A value behind a dash or a name: collections begin on the same line. */
const inlineOf = (data: unknown, indent: number, margin: number): string => {
  if (!Predicate.isObjectOrArray(data)) return scalarOf(data, indent)
  if (Object.keys(data).length === 0) return Array.isArray(data) ? "[]" : "{}"
  return linesOf(data, margin).trimStart()
}

/**
 * Writes data as YAML the way Dify's exports are written: names in order, texts of several lines as blocks, unicode as
 * it is. The same data gives the same text, and `readYaml` reads it back as it was; members that are undefined are left
 * out.
 *
 * @example
 * ```ts
 * import { writeYaml } from "@flowglass/core"
 *
 * writeYaml({ kind: "app", app: { name: "yes", mode: "workflow" } }) // => 'app:\n  mode: workflow\n  name: "yes"\nkind: app\n'
 * ```
 */
export const writeYaml = (data: unknown): string => `${linesOf(data, 0)}\n`
