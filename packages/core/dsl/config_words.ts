import { isFloat, type Value } from "../value/value.ts"
import { isValueArray, isValueObject, property } from "../value/value_object.ts"

type Path = ReadonlyArray<PropertyKey>

/** What the types of a config are called in a file. */
const kinds: ReadonlyMap<string, string> = new Map([
  ["array", "a list"],
  ["object", "a mapping"],
  ["string", "a text"],
  ["number", "a number"],
  ["boolean", "true or false"]
])

/** How much of a text in a file a message repeats. */
const longestText = 40

const valueAt = (data: Value, path: Path): Value | undefined => {
  let value: Value | undefined = data
  for (const step of path) {
    if (isValueArray(value)) value = value[Number(step)]
    else value = value !== undefined && isValueObject(value) ? property(value, String(step)) : undefined
  }
  return value
}

/** Texts are repeated only where they are one of several words: anywhere else they may be keys. */
const shown = (value: Value, isChoice: boolean): string => {
  if (value === null) return "null"
  if (typeof value === "string") {
    return isChoice && value.length <= longestText ? JSON.stringify(value) : value === "" ? "an empty text" : "a text"
  }
  if (typeof value === "boolean") return String(value)
  if (isValueArray(value)) return "a list"
  return typeof value === "object" && !isFloat(value) ? "a mapping" : "a number"
}

const allowed = (types: string): string => {
  const all = types.split(" | ").filter((type) => type !== "null" && type !== "undefined")
  const words = all.filter((type) => type.startsWith('"'))
  const others = all.filter((type) => !type.startsWith('"')).map((type) => kinds.get(type) ?? type)
  const choice = words.length > 1 ? `one of ${words.join(", ")}` : words.join()
  return [...(choice === "" ? [] : [choice]), ...others].join(" or ")
}

/**
 * What is wrong with a field of a node, in the words of somebody who has the file before them: what it must be, and
 * what it is. Sentences of the config itself stay as they are.
 */
export const configWords = (message: string, path: Path, data: Value): string => {
  const field = path.length === 0 ? "data" : path.map(String).join(".")
  if (message === "Missing key") return `${field} is missing`
  const types = /^Expected ([^\n]+)$/.exec(message)?.[1]
  const value = valueAt(data, path)
  if (types === undefined || value === undefined) return `${field}: ${message}`
  return `${field} must be ${allowed(types)}, but is ${shown(value, types.includes('"'))}`
}
