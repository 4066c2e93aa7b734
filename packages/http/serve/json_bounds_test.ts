import { assert, describe, it } from "@effect/vitest"
import { beyondBounds } from "./json_bounds.ts"

const deeper = (json: string, jsonDepth: number) => beyondBounds(json, { jsonDepth, jsonParts: 1000 })
const larger = (json: string, jsonParts: number) => beyondBounds(json, { jsonDepth: 10, jsonParts })

describe("beyondBounds", () => {
  it("counts objects and arrays, and nothing inside of text", () => {
    assert.isUndefined(deeper('{"a":[1,{"b":"[[[[{{{{"}]}', 3))
    assert.strictEqual(deeper('{"a":[1,{"b":[]}]}', 3), "is nested deeper than 3 levels.")
    assert.isUndefined(deeper('["\\"[[[[", "\\\\", [1]]', 2))
    assert.isUndefined(deeper("[],[],[]", 1))
  })

  it("counts members, objects and arrays, and nothing inside of text", () => {
    assert.isUndefined(larger('{"a:b:c":[1,{"b":":::[{"},{"\\":":2}]}', 7))
    assert.strictEqual(larger('{"a":[1,{"b":1},{"c":2}]}', 6), "has more than 6 members, objects and arrays.")
    assert.isDefined(larger('{"a":1,"b":2}', 2))
    assert.isUndefined(larger("[1,2,3,4,5]", 1))
    assert.isDefined(larger("[[],[],[]]", 3))
  })

  it("attack: text that is no JSON ends too", () => {
    assert.isUndefined(deeper('"\\', 1))
    assert.isUndefined(deeper("]]]]}}}}", 1))
    assert.isDefined(deeper("[".repeat(1_000_000), 100))
    assert.isDefined(larger(":".repeat(1_000_000), 100))
  })
})
