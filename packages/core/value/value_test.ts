import { describe, expect, it } from "@effect/vitest"
import { Float, float, integer } from "./value.ts"

describe("integer", () => {
  it.each([
    [5, 5],
    [-0, 0],
    [1.9, 1],
    [-1.9, -1],
    [-0.5, 0],
    [2 ** 53, 2n ** 53n],
    [1e21, 10n ** 21n],
    [5n, 5],
    [2n ** 53n - 1n, 2 ** 53 - 1],
    [-(2n ** 53n), -(2n ** 53n)],
    [Number.NaN, Number.NaN],
    [Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY]
  ])("%s", (given, made) => {
    expect(integer(given)).toBe(made)
  })
})

describe("float", () => {
  it("boxes only what would read as an integer", () => {
    expect(float(1)).toStrictEqual(new Float(1))
    expect(float(-0)).toStrictEqual(new Float(-0))
    expect(float(1.5)).toBe(1.5)
    expect(float(Number.NaN)).toBe(Number.NaN)
  })

  it("is a number in JSON", () => {
    expect(JSON.stringify({ a: float(1) })).toBe('{"a":1}')
  })
})
