import { describe, expect, it } from "@effect/vitest"
import { equalValues } from "./equal_values.ts"
import { FileValue } from "./file_value.ts"
import { float, type Value } from "./value.ts"
import { objectFrom } from "./value_object.ts"

const file = (filename: string): FileValue =>
  new FileValue({ type: "document", transfer_method: "remote_url", remote_url: "https://a.test/a", filename })

describe("equalValues is Python's ==", () => {
  it.each<readonly [Value, Value]>([
    [1, float(1)],
    [1, true],
    [float(0), false],
    [float(-0), 0],
    [2n ** 60n, float(2 ** 60)],
    [null, null],
    ["a", "a"],
    [
      [1, [true]],
      [float(1), [1]]
    ],
    [
      { a: 1, b: [2] },
      { b: [float(2)], a: true }
    ],
    [objectFrom([["__proto__", 1]]), objectFrom([["__proto__", true]])],
    [[], []],
    [{}, {}],
    [file("a"), file("a")]
  ])("equal: pair %#", (left, right) => {
    expect(equalValues(left, right)).toBe(true)
    expect(equalValues(right, left)).toBe(true)
  })

  it.each<readonly [Value, Value]>([
    [1, "1"],
    [1, 2],
    [0, null],
    [0, ""],
    ["", null],
    ["", false],
    ["True", true],
    [[], ""],
    [[], {}],
    [[1], 1],
    [[1], "1"],
    [
      [1, 2],
      [2, 1]
    ],
    [[1], [1, 2]],
    [{ a: 1 }, { a: 2 }],
    [{ a: 1 }, { b: 1 }],
    [{ a: null }, {}],
    [{ a: null }, { b: null }],
    [2n ** 53n + 1n, float(2 ** 53)],
    [2n ** 60n, 2n ** 60n + 1n],
    [Number.NaN, Number.NaN],
    [file("a"), file("b")],
    [file("a"), { type: "document" }],
    [float(1), {}]
  ])("different: pair %#", (left, right) => {
    expect(equalValues(left, right)).toBe(false)
    expect(equalValues(right, left)).toBe(false)
  })

  it("an inherited member is no member", () => {
    expect(equalValues(objectFrom([["constructor", null]]), objectFrom([["a", null]]))).toBe(false)
    expect(equalValues({ toString: null }, { a: null })).toBe(false)
    expect(equalValues({ a: null }, objectFrom([["__proto__", null]]))).toBe(false)
  })
})
