// What an example's `// => value` becomes when the example runs.
import { inspect, isDeepStrictEqual } from "node:util"

/** What differed so far, as `file:line message`. */
export const mismatches: Array<string> = []

/** Objects without a prototype are data like any other, but `isDeepStrictEqual` tells them apart. */
const plain = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(plain)
  if (typeof value !== "object" || value === null) return value
  const prototype: unknown = Object.getPrototypeOf(value)
  if (prototype !== null && prototype !== Object.prototype) return value
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, plain(member)]))
}

/** Notes a difference between what an example says and what is so. */
export const assertValue = (actual: unknown, expected: unknown, place: string): void => {
  if (!isDeepStrictEqual(plain(actual), plain(expected))) {
    mismatches.push(`${place} is ${inspect(actual)}, the example says ${inspect(expected)}`)
  }
}
