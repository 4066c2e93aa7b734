import { isValueArray, isValueObject, objectFrom, property, type Value, type ValueObject } from "@flowglass/core"

/** Names of fields, headers and parameters that hold credentials, without case, dashes and underscores. */
const names = new Set([
  "accesstoken",
  "apikey",
  "authorization",
  "clientsecret",
  "cookie",
  "password",
  "privatekey",
  "proxyauthorization",
  "refreshtoken",
  "secretkey",
  "setcookie",
  "xapikey",
  "xauthtoken"
])

const longestName = 64

const isCredential = (name: Value | undefined): boolean =>
  typeof name === "string" && name.length <= longestName && names.has(name.toLowerCase().replaceAll(/[-_ ]/g, ""))

const scheme = /^\s*(?:(?:bearer|basic|digest|token|apikey)\s+)?/i

/** The text without what only points at a credential: references stay, and so does the word `Bearer`. */
const mapLiteral = (text: string, map: (literal: string) => string): string => {
  let mapped = ""
  let position = 0
  while (position < text.length) {
    const opened = text.indexOf("{{", position)
    const closed = opened < 0 ? -1 : text.indexOf("}}", opened)
    const end = closed < 0 ? text.length : opened
    const literal = text.slice(position, end)
    const word = scheme.exec(literal)?.[0] ?? ""
    const rest = literal.slice(word.length)
    mapped += word + (rest.trim() === "" ? rest : map(rest))
    position = closed < 0 ? end : closed + 2
    mapped += text.slice(end, position)
  }
  return mapped
}

/** `Name: value` on each line: how http-request nodes keep headers and parameters. */
const mapLines = (text: string, map: (literal: string) => string): string =>
  text
    .split("\n")
    .map((line) => {
      const colon = line.indexOf(":")
      if (colon < 0 || !isCredential(line.slice(0, colon).trim())) return line
      return line.slice(0, colon + 1) + mapLiteral(line.slice(colon + 1), map)
    })
    .join("\n")

const mapMember = (object: ValueObject, name: string, member: Value, map: (literal: string) => string): Value => {
  if (typeof member !== "string") return mapCredentials(member, map)
  const isNamed = name === "value" && (isCredential(property(object, "key")) || isCredential(property(object, "name")))
  if (isNamed || isCredential(name)) return mapLiteral(member, map)
  return name === "headers" || name === "params" ? mapLines(member, map) : member
}

/**
 * Replaces every credential that was written into the `data` of a node instead of a secret variable: `api_key` of an
 * http-request, an `Authorization` header, a `password`. References to variables are no credentials.
 */
export const mapCredentials = (data: Value, map: (literal: string) => string): Value => {
  if (isValueArray(data)) return data.map((member) => mapCredentials(member, map))
  if (!isValueObject(data)) return data
  return objectFrom(Object.entries(data).map(([name, member]) => [name, mapMember(data, name, member, map)]))
}
