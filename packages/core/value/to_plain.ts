import { FileValue } from "./file_value.ts"
import { Float, type Value, type ValueObject } from "./value.ts"
import { isValueArray } from "./value_object.ts"

/** Plain data for a caller: what JSON has, and big integers. */
export type PlainData = null | boolean | string | number | bigint | ReadonlyArray<PlainData> | PlainObject

/** An ordinary object of plain data. */
export interface PlainObject {
  readonly [name: string]: PlainData
}

const plainObject = (object: ValueObject): PlainObject => {
  const plain: Record<string, PlainData> = {}
  // Entries of an object with many members take longer than its names and everything that is done with them.
  for (const name of Object.keys(object)) {
    const member = object[name] ?? null
    // Assigning to this one name would change the prototype.
    if (name === "__proto__") {
      Object.defineProperty(plain, name, {
        value: toPlain(member),
        enumerable: true,
        writable: true,
        configurable: true
      })
    } else plain[name] = toPlain(member)
  }
  return plain
}

/**
 * A value as plain data for a caller: floats become numbers, files their JSON form, objects ordinary objects. Integers
 * beyond 2^53 stay big integers, so that no digit is lost.
 *
 * @example
 * ```ts
 * import { float, toPlain } from "@flowglass/core"
 *
 * toPlain({ ratio: float(1), count: 2n ** 60n }) // => { ratio: 1, count: 1152921504606846976n }
 * ```
 */
export const toPlain = (value: Value): PlainData => {
  if (typeof value !== "object" || value === null) return value
  if (value instanceof Float) return value.value
  if (value instanceof FileValue) return value.toJSON()
  return isValueArray(value) ? value.map(toPlain) : plainObject(value)
}
