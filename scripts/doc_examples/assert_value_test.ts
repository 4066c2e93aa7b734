import { beforeEach, describe, expect, it } from "@effect/vitest"
import { Option } from "effect"
import { assertValue, mismatches } from "./assert_value.ts"

describe("assertValue", () => {
  beforeEach(() => {
    mismatches.length = 0
  })

  it("compares deeply, whatever the prototype of plain data", () => {
    const bare = Object.assign(Object.create(null), { a: [{ b: 1 }] })
    assertValue({ bare: [bare] }, { bare: [{ a: [{ b: 1 }] }] }, "a.ts:1")
    assertValue(Option.some(1), Option.some(1), "a.ts:2")
    expect(mismatches).toEqual([])
  })

  it.each([
    [1, "1"],
    [0, -0],
    [{ a: 1 }, { a: 1, b: undefined }],
    [Option.some(1), Option.some(2)],
    [[1], { 0: 1 }],
    [1, 1n]
  ])("tells %o from %o", (actual, expected) => {
    assertValue(actual, expected, "a.ts:1")
    expect(mismatches).toHaveLength(1)
  })

  it("says where, what is, and what the example says", () => {
    assertValue("is", "said", "packages/core/a.ts:7")
    expect(mismatches).toEqual(["packages/core/a.ts:7 is 'is', the example says 'said'"])
  })
})
