import type { Value, ValueObject } from "../value/value.ts"
import { emptyObject, isValueArray, isValueObject, property } from "../value/value_object.ts"

const maximumDepth = 8

const count = (schema: ValueObject, keyword: string): number => {
  const value = property(schema, keyword)
  return typeof value === "number" ? value : 0
}

const sampleNumber = (schema: ValueObject): number => {
  const least = Math.max(count(schema, "minimum"), count(schema, "exclusiveMinimum") + 1, 1)
  const most = property(schema, "maximum")
  return typeof most === "number" ? Math.min(least, most) : least
}

const sampleText = (schema: ValueObject): string => {
  const most = property(schema, "maxLength")
  const text = "sample".padEnd(Math.min(count(schema, "minLength"), 10_000), "e")
  return typeof most === "number" ? text.slice(0, Math.max(0, most)) : text
}

const sampleObject = (schema: ValueObject, depth: number): ValueObject => {
  const object = emptyObject()
  const properties = property(schema, "properties")
  if (isValueObject(properties)) {
    for (const [name, member] of Object.entries(properties)) object[name] = sampleValue(member, depth + 1)
  }
  const required = property(schema, "required")
  for (const name of isValueArray(required) ? required : []) {
    if (typeof name === "string" && !Object.hasOwn(object, name)) object[name] = "sample"
  }
  return object
}

const sampleArray = (schema: ValueObject, depth: number): Value => {
  const items = property(schema, "items") ?? true
  const length = Math.min(Math.max(count(schema, "minItems"), 1), 100)
  return Array.from({ length }, (_, index) =>
    sampleValue(isValueArray(items) ? (items[index] ?? true) : items, depth + 1)
  )
}

const sampleOfType = (type: Value | undefined, schema: ValueObject, depth: number): Value => {
  switch (type) {
    case "object":
      return sampleObject(schema, depth)
    case "array":
      return sampleArray(schema, depth)
    case "number":
    case "integer":
      return sampleNumber(schema)
    case "boolean":
      return true
    case "null":
      return null
    default:
      return sampleText(schema)
  }
}

/** A value that fits a simple JSON schema: what it names itself (`const`, `default`, `enum`), else one of its type. */
export const sampleValue = (schema: Value, depth = 0): Value => {
  if (!isValueObject(schema) || depth > maximumDepth) return "sample"
  for (const keyword of ["const", "default"]) {
    const value = property(schema, keyword)
    if (value !== undefined) return value
  }
  for (const keyword of ["enum", "examples"]) {
    const list = property(schema, keyword)
    if (isValueArray(list) && list[0] !== undefined) return list[0]
  }
  const choices = property(schema, "anyOf") ?? property(schema, "oneOf")
  if (isValueArray(choices) && choices[0] !== undefined) return sampleValue(choices[0], depth + 1)
  const type = property(schema, "type")
  const one = isValueArray(type) ? type[0] : type
  return sampleOfType(one ?? (isValueObject(property(schema, "properties")) ? "object" : undefined), schema, depth)
}
