import type { FileValue } from "./file_value.ts"

/**
 * Whatever a variable can hold. Integers, floats and big integers stay apart, because Dify (Python) shows and compares
 * them differently:
 *
 * - an integral `number` (always a safe integer, never -0) is an integer; any other `number` is a float;
 * - a `Float` is a float whose value happens to be integral, such as `1.0`, `-0.0` or `1e16`;
 * - a `bigint` is an integer beyond 2^53 - 1.
 *
 * Objects are read by own property only. Those that Flowglass makes have no prototype, so `__proto__` is a plain key.
 */
export type Value = null | boolean | string | number | bigint | Float | FileValue | ValueArray | ValueObject

/** An array of values. */
export type ValueArray = ReadonlyArray<Value>

/** An object of values. Read it with `Object.hasOwn`, `Object.keys` or `property`. */
export interface ValueObject {
  readonly [name: string]: Value
}

/**
 * A float whose value is integral: Python's `1.0`, which is neither `1` in text nor in type.
 *
 * @example
 * ```ts
 * import { Float, float } from "@flowglass/core"
 *
 * float(1) instanceof Float // => true
 * float(1.5) // => 1.5
 * ```
 */
export class Float {
  readonly value: number

  constructor(value: number) {
    this.value = value
  }

  /** JSON has one kind of number; a float is written as such. */
  toJSON(): number {
    return this.value
  }
}

/** Whether a value is a boxed float. */
export const isFloat = (value: Value): value is Float => value instanceof Float

/** A float from a number: boxed when it is integral, so that it stays a float. */
export const float = (value: number): Value => (Number.isInteger(value) ? new Float(value) : value)

/**
 * An integer from a number or big integer: a fraction is cut off, and a `bigint` is used only where a number would lose
 * digits. What no integer can stand for (NaN, infinity) stays the float it is.
 */
export const integer = (value: number | bigint): number | bigint => {
  if (typeof value === "bigint") {
    return value >= BigInt(Number.MIN_SAFE_INTEGER) && value <= BigInt(Number.MAX_SAFE_INTEGER) ? Number(value) : value
  }
  const whole = Math.trunc(value)
  // Adding zero turns -0 into 0: integers have no negative zero.
  return Number.isSafeInteger(whole) ? whole + 0 : Number.isFinite(whole) ? BigInt(whole) : value
}
