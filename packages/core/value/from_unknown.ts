import { Result } from "effect"
import { ValueNotSupported } from "../error/value_errors.ts"
import { FileValue } from "./file_value.ts"
import { maximumJsonDepth } from "./parse_json.ts"
import { Float, integer, type Value } from "./value.ts"
import { emptyObject } from "./value_object.ts"

/** One pass over the data: where it is, and the first thing it cannot take. */
interface Walk {
  readonly path: Array<string | number>
  readonly ancestors: Set<object>
  refusal: string | undefined
}

const refuse = (walk: Walk, what: string): null => {
  if (walk.refusal === undefined) {
    const place = walk.path.map((step) => (typeof step === "number" ? `[${step}]` : `.${step}`)).join("")
    walk.refusal = `${place === "" ? "it" : place} ${what}`
  }
  return null
}

const isPlainObject = (data: object): boolean => {
  const prototype: unknown = Object.getPrototypeOf(data)
  // An object of another realm has another Object.prototype, which is the end of its chain too.
  return prototype === null || (typeof prototype === "object" && Object.getPrototypeOf(prototype) === null)
}

const readMember = (member: unknown, step: string | number, walk: Walk): Value => {
  walk.path.push(step)
  const value = read(member, walk)
  walk.path.pop()
  return value
}

const readArray = (data: ReadonlyArray<unknown>, walk: Walk): Value =>
  Array.from(data, (member, index) => readMember(member, index, walk))

const readPlainObject = (data: object, walk: Walk): Value => {
  const object = emptyObject()
  for (const [name, member] of Object.entries(data)) {
    if (member !== undefined) object[name] = readMember(member, name, walk)
  }
  return object
}

const readObject = (data: object, walk: Walk): Value => {
  if (data instanceof FileValue || data instanceof Float) return data
  if (walk.ancestors.has(data)) return refuse(walk, "contains itself")
  if (walk.ancestors.size >= maximumJsonDepth)
    return refuse(walk, `is nested more than ${maximumJsonDepth} levels deep`)
  const array = Array.isArray(data)
  if (!array && !isPlainObject(data)) return refuse(walk, `is an instance of ${data.constructor?.name || "a class"}`)
  walk.ancestors.add(data)
  const value = array ? readArray(data, walk) : readPlainObject(data, walk)
  walk.ancestors.delete(data)
  return value
}

const read = (data: unknown, walk: Walk): Value => {
  if (walk.refusal !== undefined || data === null || data === undefined) return null
  switch (typeof data) {
    case "string":
    case "boolean":
      return data
    case "number":
    case "bigint":
      return typeof data === "bigint" || Number.isInteger(data) ? integer(data) : data
    case "object":
      return readObject(data, walk)
    default:
      return refuse(walk, `is a ${typeof data}`)
  }
}

/**
 * Plain JavaScript data of a caller as a value. An integral number is an integer, any other a float; `undefined` is
 * dropped from objects and null elsewhere; names such as `__proto__` are data; files and floats pass as they are.
 *
 * Fails with `value_not_supported` for what JSON has no form for: dates, maps, sets, functions, symbols, instances of
 * other classes, cycles, and data nested more than 100 levels deep.
 *
 * @example
 * ```ts
 * import { Result } from "effect"
 * import { fromUnknown, textOf } from "@flowglass/core"
 *
 * textOf(Result.getOrThrow(fromUnknown({ a: [1, 1.5, undefined], b: undefined }))) // => '{"a": [1, 1.5, null]}'
 * Result.isFailure(fromUnknown(new Date(0))) // => true
 * ```
 */
export const fromUnknown = (data: unknown): Result.Result<Value, ValueNotSupported> => {
  const walk: Walk = { path: [], ancestors: new Set(), refusal: undefined }
  return Result.try({
    try: () => read(data, walk),
    // Getters and proxies are code of the caller and may throw anything.
    catch: () => new ValueNotSupported({ message: "The data cannot become a value: reading it failed." })
  }).pipe(
    Result.flatMap((value) =>
      walk.refusal === undefined
        ? Result.succeed(value)
        : Result.fail(new ValueNotSupported({ message: `The data cannot become a value: ${walk.refusal}.` }))
    )
  )
}
