import { type FileAttributes, FileValue, fileTypes, transferMethods } from "./file_value.ts"
import { Float, float, integer, type Value } from "./value.ts"
import { emptyObject, isValueArray } from "./value_object.ts"

/** JSON that holds a value without loss: what facts and record files are made of. */
export type EncodedValue =
  | null
  | boolean
  | string
  | number
  | ReadonlyArray<EncodedValue>
  | { readonly [name: string]: EncodedValue }

const base64 = (bytes: Uint8Array): string => Buffer.from(bytes).toString("base64")

const texts = ["id", "remote_url", "reference", "filename", "extension", "mime_type", "url"] as const

/** In one order, so that equal files are equal text. */
const encodeFile = (attributes: FileAttributes): EncodedValue => {
  const file: Record<string, EncodedValue> = { type: attributes.type, transfer_method: attributes.transfer_method }
  for (const name of [...texts, "size"] as const) {
    const attribute = attributes[name]
    if (attribute !== undefined) file[name] = attribute
  }
  return file
}

/**
 * A value as JSON that `decodeValue` reads back exactly: floats that look like integers, big integers, non-finite
 * numbers and files are marked by a key with a dollar sign; objects that have such a key themselves are wrapped.
 */
export const encodeValue = (value: Value): EncodedValue => {
  if (value === null || typeof value === "boolean" || typeof value === "string") return value
  if (typeof value === "number") {
    return Number.isFinite(value) && !Object.is(value, -0)
      ? value
      : { $float: Object.is(value, -0) ? "-0" : String(value) }
  }
  if (typeof value === "bigint") return { $integer: String(value) }
  if (value instanceof Float) return { $float: Object.is(value.value, -0) ? "-0" : String(value.value) }
  if (value instanceof FileValue) {
    const { bytes } = value.attributes
    const file = encodeFile(value.attributes)
    return bytes === undefined ? { $file: file } : { $file: file, $bytes: base64(bytes) }
  }
  if (isValueArray(value)) return value.map(encodeValue)
  const encoded: Record<string, EncodedValue> = Object.create(null)
  let marked = false
  for (const name of Object.keys(value)) {
    encoded[name] = encodeValue(value[name] ?? null)
    marked ||= name.startsWith("$")
  }
  return marked ? { $object: encoded } : encoded
}

type Encoded = { readonly [name: string]: EncodedValue }

const isEncodedArray = (value: EncodedValue): value is ReadonlyArray<EncodedValue> => Array.isArray(value)

const decodeMembers = (encoded: Encoded): Value => {
  const decoded = emptyObject()
  for (const name of Object.keys(encoded)) decoded[name] = decodeValue(encoded[name] ?? null)
  return decoded
}

const isEncodedObject = (value: EncodedValue | undefined): value is Encoded =>
  typeof value === "object" && value !== null && !Array.isArray(value)

type Writable<Attributes> = { -readonly [Name in keyof Attributes]: Attributes[Name] }

// Only what was there is written back: an absent attribute and a null one stay different.
const decodeFile = (file: Encoded, bytes: EncodedValue | undefined): FileValue => {
  const attributes: Writable<FileAttributes> = {
    type: fileTypes.find((type) => type === file.type) ?? "custom",
    transfer_method: transferMethods.find((method) => method === file.transfer_method) ?? "remote_url"
  }
  for (const name of texts) {
    const text = file[name]
    if (typeof text === "string" || text === null) attributes[name] = text
  }
  if (typeof file.size === "number") attributes.size = file.size
  if (typeof bytes === "string") attributes.bytes = new Uint8Array(Buffer.from(bytes, "base64"))
  return new FileValue(attributes)
}

const floatOf = (text: string): Value => (text === "-0" ? new Float(-0) : float(Number(text)))

/** The value that `encodeValue` wrote. Marks it does not know stay plain objects. */
export const decodeValue = (encoded: EncodedValue): Value => {
  if (isEncodedArray(encoded)) return encoded.map(decodeValue)
  if (!isEncodedObject(encoded)) return encoded
  if (typeof encoded.$float === "string") return floatOf(encoded.$float)
  if (typeof encoded.$integer === "string" && /^-?\d+$/.test(encoded.$integer)) return integer(BigInt(encoded.$integer))
  if (isEncodedObject(encoded.$file)) return decodeFile(encoded.$file, encoded.$bytes)
  if (isEncodedObject(encoded.$object)) return decodeMembers(encoded.$object)
  return decodeMembers(encoded)
}
