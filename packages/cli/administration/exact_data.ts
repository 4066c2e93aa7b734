import { FileValue, Float, jsonText } from "@flowglass/core"
import { Predicate } from "effect"

const isNumeral = (data: unknown): data is number | bigint | Float =>
  typeof data === "bigint" || data instanceof Float || Number.isFinite(data)

/**
 * A value or plain data as data that JSON writes with every digit of it: integers of any size, and 1.0 apart from 1.
 * What JSON has no numeral for is written as null.
 */
export const exactData = (data: unknown): unknown => {
  if (isNumeral(data)) return JSON.rawJSON(jsonText(data))
  if (Array.isArray(data)) return data.map(exactData)
  return Predicate.isObject(data) && !(data instanceof FileValue) ? exactMembers(data) : data
}

/** What `exactData` makes of the members of an object. */
export const exactMembers = (data: object): { readonly [name: string]: unknown } =>
  Object.fromEntries(Object.entries(data).map(([name, member]) => [name, exactData(member)]))
