import { type FileAttributes, FileValue } from "./file_value.ts"
import { obfuscateSecret } from "./obfuscate_secret.ts"
import { Float, type Value, type ValueArray, type ValueObject } from "./value.ts"
import { isValueArray, objectFrom } from "./value_object.ts"

type MaskText = (text: string) => string

/** Shorter secrets are masked only where they are the whole text: `no` must not turn every "know" into asterisks. */
const shortestPart = 4

/** As path and query of a URL spell it when they are built whole: they escape less than a component. */
const insideUrl = (secret: string): ReadonlyArray<string> => {
  const url = new URL("http://host/")
  url.pathname = `/${secret}`
  url.search = `?${secret}`
  return [url.pathname.slice(1), url.search.slice(1)]
}

/** As RFC 3986 has it: `encodeURIComponent` leaves some characters as they are that others escape. */
const fullyEscaped = (secret: string): string =>
  encodeURIComponent(secret.toWellFormed()).replaceAll(
    /[!'()*~]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`
  )

// A secret inside a JSON body or a URL stands there escaped.
const spellings = (secret: string): ReadonlyArray<string> =>
  [
    secret,
    JSON.stringify(secret).slice(1, -1),
    encodeURIComponent(secret.toWellFormed()),
    encodeURIComponent(secret.toWellFormed()).replaceAll("%20", "+"),
    new URLSearchParams([["", secret.toWellFormed()]]).toString().slice(1),
    fullyEscaped(secret),
    ...insideUrl(secret)
  ].filter((spelling) => spelling.length >= shortestPart)

const makeMaskText = (secrets: ReadonlyArray<string>): MaskText => {
  const whole = new Map(secrets.map((secret) => [secret, obfuscateSecret(secret)]))
  const parts = new Map(
    secrets
      .filter((secret) => Array.from(secret).length >= shortestPart)
      .flatMap((secret) => spellings(secret).map((spelling) => [spelling, obfuscateSecret(secret)] as const))
      // Longest first: a secret that contains another one is masked as a whole.
      .toSorted(([left], [right]) => right.length - left.length)
  )
  return (text) => {
    const masked = whole.get(text)
    if (masked !== undefined) return masked
    let result = text
    for (const [part, shown] of parts) {
      if (result.includes(part)) result = result.replaceAll(part, () => shown)
    }
    return result
  }
}

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
  const entries = Object.entries(object)
  let changed = false
  const shown = entries.map(([name, member]): readonly [string, Value] => {
    const entry = [maskText(name), maskValue(member, maskText)] as const
    changed ||= entry[0] !== name || !Object.is(entry[1], member)
    return entry
  })
  return changed ? objectFrom(shown) : object
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
 * also where JSON or a URL escapes it, becomes its obfuscated form. What holds no secret is returned as the same
 * reference; without secrets the function does nothing at all.
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
