import { Result } from "effect"
import { ValueNestedTooDeep, ValueNotSupported, ValueTooLarge } from "../error/value_errors.ts"
import { defaultValueSize } from "./default_value_size.ts"
import { FileValue } from "./file_value.ts"
import { maximumDepth } from "./maximum_depth.ts"
import { Float, integer, type Value, type ValueArray, type ValueObject } from "./value.ts"
import { emptyObject } from "./value_object.ts"
import { emptySize, knownWeight, rememberWeight, sizeOfScalar } from "./weigh_fields.ts"

/** What is wrong with data that cannot become a value. */
export type ValueRefusal = ValueNotSupported | ValueNestedTooDeep | ValueTooLarge

/** One pass over the data: where it is, how much it has read, and the first thing it cannot take. */
interface Walk {
  readonly path: Array<string | number>
  readonly ancestors: Set<object>
  readonly maximumSize: number
  size: number
  /** Levels of the deepest list or object that was read since this was last 0. */
  depth: number
  refusal: ValueRefusal | undefined
}

/** How many steps to a place a message tells. */
const longestPath = 10

type Refuse = new (fields: { readonly message: string }) => ValueRefusal

const refuse = (walk: Walk, what: string, Refusal: Refuse = ValueNotSupported): null => {
  if (walk.refusal === undefined) {
    const steps = walk.path.slice(0, longestPath).map((step) => (typeof step === "number" ? `[${step}]` : `.${step}`))
    const place = `${steps.join("")}${walk.path.length > longestPath ? "..." : ""}`
    const message = `The data cannot become a value: ${place === "" ? "it" : place} ${what}.`
    walk.refusal = new Refusal({ message })
  }
  return null
}

const refuseDepth = (walk: Walk): null =>
  refuse(walk, `is nested more than ${maximumDepth} levels deep`, ValueNestedTooDeep)

/** Counts what was read. Parts that are shared, and lists with holes, can unfold without end. */
const count = (walk: Walk, size: number): void => {
  walk.size += size
  if (walk.size <= walk.maximumSize || walk.refusal !== undefined) return
  const message = `The data cannot become a value: it is larger than ${walk.maximumSize} characters.`
  walk.refusal = new ValueTooLarge({ message })
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

const readArray = (data: ReadonlyArray<unknown>, walk: Walk): ValueArray => {
  const values: Array<Value> = []
  for (let index = 0; index < data.length && walk.refusal === undefined; index++) {
    values.push(readMember(data[index], index, walk))
  }
  return values
}

const readPlainObject = (data: object, walk: Walk): ValueObject => {
  const object = emptyObject()
  // The names of a large object take half the time of its entries.
  for (const name of Object.keys(data)) {
    if (walk.refusal !== undefined) break
    const member: unknown = Reflect.get(data, name)
    if (member === undefined) continue
    count(walk, name.length)
    object[name] = readMember(member, name, walk)
  }
  return object
}

/** What was weighed before is a value in every part. */
const isKnown = (data: object, walk: Walk): data is object & Value => {
  const known = knownWeight(data)
  if (known === undefined) return false
  count(walk, known.size)
  walk.depth = Math.max(walk.depth, known.depth)
  if (walk.ancestors.size + known.depth > maximumDepth) refuseDepth(walk)
  return true
}

const readObject = (data: object, walk: Walk): Value => {
  if (isKnown(data, walk)) return data
  if (walk.ancestors.has(data)) return refuse(walk, "contains itself")
  if (walk.ancestors.size >= maximumDepth) return refuseDepth(walk)
  const array = Array.isArray(data)
  if (!array && !isPlainObject(data)) return refuse(walk, `is an instance of ${data.constructor?.name || "a class"}`)
  const [sizeBefore, depthBefore] = [walk.size, walk.depth]
  count(walk, emptySize)
  walk.depth = 0
  walk.ancestors.add(data)
  const value = array ? readArray(data, walk) : readPlainObject(data, walk)
  walk.ancestors.delete(data)
  const depth = walk.depth + 1
  // It is weighed on the way, and so never again.
  if (walk.refusal === undefined) rememberWeight(value, { depth, size: walk.size - sizeBefore })
  walk.depth = Math.max(depthBefore, depth)
  return value
}

const readScalar = (data: Value, walk: Walk): Value => {
  count(walk, sizeOfScalar(data) ?? 0)
  return data
}

const read = (data: unknown, walk: Walk): Value => {
  if (walk.refusal !== undefined) return null
  if (data === null || data === undefined) return readScalar(null, walk)
  switch (typeof data) {
    case "string":
    case "boolean":
      return readScalar(data, walk)
    case "number":
    case "bigint":
      return readScalar(typeof data === "bigint" || Number.isInteger(data) ? integer(data) : data, walk)
    case "object":
      return data instanceof FileValue || data instanceof Float ? readScalar(data, walk) : readObject(data, walk)
    default:
      return refuse(walk, `is a ${typeof data}`)
  }
}

/**
 * Plain JavaScript data of a caller as a value. An integral number is an integer, any other a float; `undefined` is
 * dropped from objects and null elsewhere; names such as `__proto__` are data; files and floats pass as they are.
 *
 * Fails with `value_not_supported` for what JSON has no form for: dates, maps, sets, functions, symbols, instances of
 * other classes, and cycles; with `value_nested_too_deep` beyond 100 levels; with `value_too_large` for data of more
 * than `maximumSize` characters.
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
export const fromUnknown = (data: unknown, maximumSize = defaultValueSize): Result.Result<Value, ValueRefusal> => {
  const walk: Walk = { path: [], ancestors: new Set(), maximumSize, size: 0, depth: 0, refusal: undefined }
  return Result.try({
    try: () => read(data, walk),
    // Getters and proxies are code of the caller and may throw anything.
    catch: () => new ValueNotSupported({ message: "The data cannot become a value: reading it failed." })
  }).pipe(Result.flatMap((value) => (walk.refusal === undefined ? Result.succeed(value) : Result.fail(walk.refusal))))
}
