import { emptyObject, FileValue, isValueArray, isValueObject, type Value } from "@flowglass/core"
import type { RunMask } from "./secret/run_mask.ts"

/** How many characters (code points) of a text a preview shows. */
export const previewLength = 500

/** How large an object or array may be as JSON, in characters, before a preview shows only its first members. */
export const previewSize = 64 * 1024

/** How deep a preview looks. */
const previewDepth = 100

/** A value as a preview shows it. */
export interface Preview {
  readonly value: Value
  readonly truncated: boolean
}

const surrogate = /[\ud800-\udfff]/

const isPair = (text: string, index: number): boolean =>
  (text.charCodeAt(index) & 0xfc00) === 0xd800 && (text.charCodeAt(index + 1) & 0xfc00) === 0xdc00

/** A copy that does not keep the text alive it was cut from; every code unit stays, lone surrogates too. */
const copyOf = (text: string): string => Buffer.from(text, "utf16le").toString("utf16le")

/** Where the first 500 characters of a text end, in code units. */
const endOfPreview = (text: string): number => {
  if (!surrogate.test(text.slice(0, previewLength))) return previewLength
  let end = 0
  for (let points = 0; points < previewLength && end < text.length; points++) end += isPair(text, end) ? 2 : 1
  return end
}

/** A text in full, or its first 500 characters and an ellipsis. */
const cutText = (text: string): Preview => {
  // Code units are at least as many as code points: most texts need no counting.
  if (text.length <= previewLength) return { value: text, truncated: false }
  const end = endOfPreview(text)
  if (end >= text.length) return { value: text, truncated: false }
  return { value: `${copyOf(text.slice(0, end))}…`, truncated: true }
}

/** Masked before it is cut: half a secret is one that nobody recognises any more. */
const previewText = (text: string, mask: RunMask): Preview => cutText(mask.start(text, previewLength * 2 + 2))

/** The members of an array or object one by one: large ones are never listed as a whole. */
function* membersOf(value: Value): Generator<readonly [string | undefined, Value]> {
  if (isValueArray(value)) for (const member of value) yield [undefined, member]
  else if (isValueObject(value)) for (const name of Object.keys(value)) yield [name, value[name] ?? null]
}

const isNested = (value: Value): boolean => isValueArray(value) || isValueObject(value)

/** About how many characters of JSON a value without members has. */
const scalarSize = (value: Value): number => {
  if (typeof value === "string") return value.length + 2
  if (value instanceof FileValue) return JSON.stringify(value).length
  return typeof value === "bigint" ? String(value).length : 8
}

/** As much of a value as fits, and about how many characters of JSON that is. */
interface Fitted extends Preview {
  readonly size: number
}

const fitScalar = (value: Value, limit: number, mask: RunMask): Fitted => {
  const size = scalarSize(value)
  if (size <= limit || typeof value !== "string") return { value, size, truncated: false }
  const cut = previewText(value, mask).value
  return { value: cut, size: scalarSize(cut), truncated: true }
}

/** The value itself where it fits, else its first members; long texts among them are cut. */
const fit = (value: Value, limit: number, depth: number, mask: RunMask): Fitted => {
  if (!isNested(value)) return fitScalar(value, limit, mask)
  const array: Array<Value> = []
  const object = emptyObject()
  let size = 2
  let truncated = false
  for (const [name, member] of membersOf(value)) {
    size += name === undefined ? 1 : name.length + 4
    const fitted = depth > 0 && size <= limit ? fit(member, limit - size, depth - 1, mask) : undefined
    if (fitted === undefined || size + fitted.size > limit) {
      truncated = true
      break
    }
    size += fitted.size
    truncated ||= fitted.truncated
    if (name === undefined) array.push(fitted.value)
    else object[name] = fitted.value
  }
  if (!truncated) return { value, size, truncated }
  return { value: isValueArray(value) ? array : object, size: Math.min(size, limit), truncated }
}

/**
 * A value as the snapshot shows it, secrets masked: long texts end after 500 characters with an ellipsis, everything
 * else is whole. Of what is larger than 64 K of JSON the first members are shown. The full value is one request away.
 */
export const previewValue = (value: Value, mask: RunMask): Preview => {
  if (typeof value === "string") return previewText(value, mask)
  const { value: fitted, truncated } = fit(value, previewSize, previewDepth, mask)
  return { value: mask.value(fitted), truncated }
}
