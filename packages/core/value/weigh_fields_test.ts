import { describe, expect, it } from "@effect/vitest"
import { FileValue } from "./file_value.ts"
import { Float, type Value } from "./value.ts"
import { knownWeight, weighFields } from "./weigh_fields.ts"

const nested = (levels: number): Value => {
  let value: Value = "x"
  for (let level = 0; level < levels; level++) value = level % 2 === 0 ? [value] : { value }
  return value
}

describe("weighFields", () => {
  it.each<readonly [Value, number]>([
    ["text", 0],
    [2n ** 70n, 0],
    [new Float(1), 0],
    [[], 1],
    [[1, [2]], 2],
    [{ a: { b: [] } }, 3],
    [nested(100), 100]
  ])("depth %#", (value, depth) => {
    expect(weighFields({ a: "x", value }).depth).toBe(depth)
  })

  it("size grows with the text, not with the bytes of files", () => {
    const size = (value: Value): number => weighFields({ value }).size
    expect(size("x".repeat(1000)) - size("")).toBe(1000)
    expect(size(["x".repeat(500), { name: "y".repeat(500) }])).toBeGreaterThan(1000)
    const file = new FileValue({ type: "image", transfer_method: "local_file", bytes: new Uint8Array(1_000_000) })
    expect(size(file)).toBeLessThan(1000)
    expect(size(10n ** 10_000n)).toBeGreaterThan(8000)
  })

  it("what is large is weighed once, and what is deeper than allowed or too large is never known", () => {
    const large = Array.from({ length: 1000 }, () => "x")
    const { size } = weighFields({ large })
    expect(knownWeight(large)?.depth).toBe(1)
    expect(weighFields({ wrapped: [large, large] })).toEqual({ depth: 2, size: size * 2 + 16 - 3 })
    const deep = [nested(100), "x".repeat(1000)]
    expect(weighFields({ deep }).depth).toBe(101)
    expect(knownWeight(deep)).toBeUndefined()
    const unfolded = Array.from({ length: 1000 }, () => "y")
    expect(weighFields({ unfolded }, 100).size).toBeGreaterThan(100)
    expect(knownWeight(unfolded)).toBeUndefined()
  })

  it("10,000 levels and 2^60 shared parts are not followed", () => {
    expect(weighFields({ deep: nested(10_000) }).depth).toBe(101)
    let doubled: Value = ["x"]
    for (let level = 0; level < 60; level++) doubled = [doubled, doubled]
    expect(weighFields({ doubled }, 10_000).size).toBeGreaterThan(10_000)
  })
})
