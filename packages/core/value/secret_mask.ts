import { makeMaskText } from "./_mask_text.ts"
import { type FileAttributes, FileValue } from "./file_value.ts"
import { Float, type Value, type ValueArray, type ValueObject } from "./value.ts"
import { isValueArray, objectFrom } from "./value_object.ts"

type MaskText = (text: string) => string

const maskArray = (list: ValueArray, maskText: MaskText): ValueArray => {
  let masked: Array<Value> | undefined
  for (const [index, member] of list.entries()) {
    const shown = maskValue(member, maskText)
    if (masked === undefined && !Object.is(shown, member)) masked = list.slice(0, index)
    masked?.push(shown)
  }
  return masked ?? list
}

const maskObject = (object: ValueObject, maskText: MaskText): ValueObject => {
  const names = Object.keys(object)
  let shown: Array<readonly [string, Value]> | undefined
  for (const [index, name] of names.entries()) {
    const member = object[name] ?? null
    const [shownName, shownMember] = [maskText(name), maskValue(member, maskText)]
    if (shown === undefined && shownName === name && Object.is(shownMember, member)) continue
    shown ??= names.slice(0, index).map((before) => [before, object[before] ?? null])
    shown.push([shownName, shownMember])
  }
  return shown === undefined ? object : objectFrom(shown)
}

const maskFile = (file: FileValue, maskText: MaskText): FileValue => {
  const { attributes } = file
  const masked: { -readonly [Name in keyof FileAttributes]: FileAttributes[Name] } = { ...attributes }
  let changed = false
  for (const name of ["id", "remote_url", "reference", "filename", "extension", "mime_type", "url"] as const) {
    const text = attributes[name]
    if (typeof text !== "string") continue
    masked[name] = maskText(text)
    changed ||= masked[name] !== text
  }
  return changed ? new FileValue(masked) : file
}

const maskValue = (value: Value, maskText: MaskText): Value => {
  if (typeof value === "string") return maskText(value)
  if (typeof value !== "object" || value === null || value instanceof Float) return value
  if (value instanceof FileValue) return maskFile(value, maskText)
  return isValueArray(value) ? maskArray(value, maskText) : maskObject(value, maskText)
}

const unmasked = (value: Value): Value => value

/**
 * A function that hides secrets in a value: every occurrence in texts, names and attributes of files, however nested,
 * becomes its obfuscated form. It takes linear time. What holds no secret is returned as the same reference; without
 * secrets the function does nothing at all.
 *
 * A secret is also found where a URL, JSON or Python's `repr` escapes it, up to three times over (JSON inside JSON
 * inside JSON), and inside Base64 (`user:` and a password in a Basic header). One of fewer than 4 characters is hidden
 * only where it is the whole text, and one of fewer than 7 bytes is not looked for in Base64: so short a text stands in
 * many that have nothing to do with it.
 *
 * @example
 * ```ts
 * import { makeSecretMask } from "@flowglass/core"
 *
 * const mask = makeSecretMask(["sk-1234567890abcdef"])
 * mask(["Bearer sk-1234567890abcdef"]) // => ["Bearer sk-123************ef"]
 * ```
 */
export const makeSecretMask = (secrets: ReadonlyArray<string>): ((value: Value) => Value) => {
  const known = [...new Set(secrets)].filter((secret) => secret !== "")
  if (known.length === 0) return unmasked
  const maskText = makeMaskText(known)
  return (value) => maskValue(value, maskText)
}
