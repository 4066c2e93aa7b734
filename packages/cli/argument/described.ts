import { Predicate, Schema } from "effect"

/** A schema of values that are taken as they are; `expected` says in messages what they are: `must be a text`. */
export const described = <Value>(expected: string, is: (value: unknown) => value is Value): Schema.declare<Value> =>
  Schema.declare(is, { expected })

const isList = (value: unknown): value is ReadonlyArray<unknown> => Array.isArray(value)

/** Not an instance of a class: a Map would pass for an object without members. */
const isPlainObject = (value: unknown): value is { readonly [name: string]: unknown } => {
  if (!Predicate.isObject(value)) return false
  const prototype: unknown = Object.getPrototypeOf(value)
  return prototype === null || (Predicate.isObject(prototype) && Object.getPrototypeOf(prototype) === null)
}

export const text = described("a text", Predicate.isString)
export const truth = described("true or false", Predicate.isBoolean)
export const list = described("an array", isList)
/** An object whose names are data. Its members are read once, so that a getter that throws shows here. */
export const mapping = described(
  "a plain object",
  (value): value is { readonly [name: string]: unknown } => isPlainObject(value) && Object.values(value).length >= 0
)
