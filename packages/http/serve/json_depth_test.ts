import { assert, describe, it } from "@effect/vitest"
import { isDeeperThan } from "./json_depth.ts"

describe("isDeeperThan", () => {
  it("counts objects and arrays, and nothing inside of text", () => {
    assert.isFalse(isDeeperThan('{"a":[1,{"b":"[[[[{{{{"}]}', 3))
    assert.isTrue(isDeeperThan('{"a":[1,{"b":[]}]}', 3))
    assert.isFalse(isDeeperThan('["\\"[[[[", "\\\\", [1]]', 2))
    assert.isFalse(isDeeperThan("[],[],[]", 1))
  })

  it("attack: text that is no JSON ends too", () => {
    assert.isFalse(isDeeperThan('"\\', 1))
    assert.isFalse(isDeeperThan("]]]]}}}}", 1))
    assert.isTrue(isDeeperThan("[".repeat(1_000_000), 100))
  })
})
