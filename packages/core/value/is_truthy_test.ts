import { describe, expect, it } from "@effect/vitest"
import { FileValue } from "./file_value.ts"
import { isTruthy } from "./is_truthy.ts"
import { float, type Value } from "./value.ts"
import { objectFrom } from "./value_object.ts"

describe("isTruthy is Python's bool()", () => {
  it.each<readonly [Value]>([[null], [false], [0], [float(0)], [float(-0)], [-0], [""], [[]], [{}]])(
    "false: %#",
    (value) => {
      expect(isTruthy(value)).toBe(false)
    }
  )

  it.each<readonly [Value]>([
    [true],
    [-1],
    [0.1],
    [float(1)],
    [Number.NaN],
    [2n ** 60n],
    [" "],
    ["0"],
    ["False"],
    [[null]],
    [[[]]],
    [{ a: null }],
    [objectFrom([["__proto__", null]])],
    [new FileValue({ type: "image", transfer_method: "local_file", size: 0 })]
  ])("true: %#", (value) => {
    expect(isTruthy(value)).toBe(true)
  })
})
