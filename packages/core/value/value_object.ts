import { FileValue } from "./file_value.ts"
import { Float, type Value, type ValueArray, type ValueObject } from "./value.ts"

/** An object that can be written to; it has no prototype, so every name is only data. */
export interface MutableValueObject {
  [name: string]: Value
}

/** A new, empty object without prototype. */
export const emptyObject = (): MutableValueObject => Object.create(null)

/** An object without prototype from entries; the last of equal names wins. */
export const objectFrom = (entries: Iterable<readonly [string, Value]>): ValueObject => {
  const made = emptyObject()
  for (const [name, value] of entries) made[name] = value
  return made
}

/** Whether a value is an object: not null, not an array, not a file, not a float. */
export const isValueObject = (value: Value | undefined): value is ValueObject =>
  typeof value === "object" &&
  value !== null &&
  !Array.isArray(value) &&
  !(value instanceof FileValue) &&
  !(value instanceof Float)

/** Whether a value is an array. */
export const isValueArray = (value: Value | undefined): value is ValueArray => Array.isArray(value)

/** An own property, or undefined. */
export const property = (object: ValueObject, name: string): Value | undefined =>
  Object.hasOwn(object, name) ? object[name] : undefined
