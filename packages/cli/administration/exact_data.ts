import { Float, isValueArray, isValueObject, jsonText, type Value } from "@flowglass/core"

/** A value as data that JSON writes with every digit of it: integers of any size, and 1.0 apart from 1. */
export const exactData = (value: Value): unknown => {
  if (typeof value === "number" || typeof value === "bigint" || value instanceof Float) {
    return JSON.rawJSON(jsonText(value))
  }
  if (isValueArray(value)) return value.map(exactData)
  if (!isValueObject(value)) return value
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, exactData(member)]))
}
