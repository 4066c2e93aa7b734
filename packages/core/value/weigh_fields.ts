import { FileValue } from "./file_value.ts"
import { maximumDepth } from "./maximum_depth.ts"
import { Float, type Value, type ValueObject } from "./value.ts"
import { isValueArray, isValueObject } from "./value_object.ts"

/** How much values are. */
export interface Weight {
  /** Levels of lists and objects: 0 for a text or number, 1 for a list of those. */
  readonly depth: number
  /** About the characters of its JSON. Bytes of files do not count: they are never copied, and have limits of their own. */
  readonly size: number
}

const weights = new WeakMap<object, Weight>()

/** Smaller values are weighed again, which is quicker than to remember them. */
const worthRemembering = 256

/** What a part counts for beside its text; it takes about as much memory. */
const scalarSize = 8
const fileSize = 256

/** What a list or object counts for beside its members. */
export const emptySize = 16

/** What a value counts for that has no members; undefined for lists and objects. */
export const sizeOfScalar = (value: unknown): number | undefined => {
  if (typeof value === "string") return value.length + 2
  // The decimal digits of a large integer would take quadratic time.
  if (typeof value === "bigint") return value.toString(16).length + scalarSize
  if (typeof value !== "object" || value === null || value instanceof Float) return scalarSize
  return value instanceof FileValue ? fileSize : undefined
}

/** The weight of a list or object that was weighed before: then it is a value in every part. */
export const knownWeight = (value: object): Weight | undefined => weights.get(value)

/** Remembers the weight of a list or object whose members were all weighed, none of them deeper than a value can be. */
export const rememberWeight = (value: object & Value, weight: Weight): void => {
  if (weight.size >= worthRemembering) weights.set(value, weight)
}

/** Adds values up. It stops early beyond its limits, because parts that are shared can unfold without end. */
class Scale {
  readonly #maximumSize: number
  size = 0

  constructor(maximumSize: number) {
    this.#maximumSize = maximumSize
  }

  /** Adds a value; returns its depth, as far as it was looked at. */
  add(value: Value, level: number): number {
    if (typeof value === "string") {
      this.size += value.length + 2
      return 0
    }
    const size = sizeOfScalar(value)
    if (size !== undefined) {
      this.size += size
      return 0
    }
    return typeof value === "object" && value !== null ? this.#addMembers(value, level) : 0
  }

  #addMembers(value: object & Value, level: number): number {
    const known = weights.get(value)
    if (known !== undefined) {
      this.size += known.size
      return known.depth
    }
    const before = this.size
    this.size += emptySize
    if (level > maximumDepth) return 1
    let deepest = 0
    const isBeyond = (member: Value): boolean => {
      const depth = this.add(member, level + 1)
      if (depth > deepest) deepest = depth
      return this.size > this.#maximumSize
    }
    if (isValueArray(value)) {
      for (const member of value) if (isBeyond(member)) return deepest + 1
    } else if (isValueObject(value)) {
      // The names of a large object take half the time of its entries.
      for (const name of Object.keys(value)) {
        this.size += name.length
        if (isBeyond(value[name] ?? null)) return deepest + 1
      }
    }
    if (level + deepest <= maximumDepth) rememberWeight(value, { depth: deepest + 1, size: this.size - before })
    return deepest + 1
  }
}

/**
 * How much an object of values by name is, such as the outputs of a node: its size in all, and the depth of its deepest
 * value. Beyond `maximumDepth` or the given size both say only that there is too much. A large list or object is
 * weighed once in its life, since values are never changed.
 */
export const weighFields = (fields: ValueObject, maximumSize = Number.MAX_SAFE_INTEGER): Weight => {
  let scale: Scale | undefined
  let size = 0
  let depth = 0
  for (const name of Object.keys(fields)) {
    const value = fields[name] ?? null
    size += name.length
    const scalar = sizeOfScalar(value)
    if (scalar !== undefined) size += scalar
    else {
      scale ??= new Scale(maximumSize)
      depth = Math.max(depth, scale.add(value, 1))
    }
  }
  return { depth, size: size + (scale?.size ?? 0) }
}
