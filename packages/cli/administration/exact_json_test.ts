import { assert, describe, expect, it } from "@effect/vitest"
import { Result, Schema } from "effect"
import { ExactFields } from "./exact_fields.ts"
import { ExactJson } from "./exact_json.ts"

const read = Schema.decodeUnknownResult(ExactJson)

describe("JSON with every digit", () => {
  it("is read and written as it was", () => {
    const text = '{"n":12345678901234567890,"list":[-9007199254740993,0.5]}'
    const data = Result.getOrThrow(read(text))
    expect(data).toEqual({ n: 12345678901234567890n, list: [-9007199254740993n, 0.5] })
    assert.strictEqual(Schema.encodeSync(ExactJson)(data), text)
  })

  it("has room for the deepest value, with what an answer has around it", () => {
    const around = '{"node_outputs":[{"outputs":[{"value_preview":'
    assert.isTrue(Result.isSuccess(read(`${around}${"[".repeat(100)}1${"]".repeat(100)}}]}]}`)))
  })

  it("attack: what is no JSON, or nested without end, is refused", () => {
    for (const text of ["", "{", "[".repeat(1_000_000), "9".repeat(10_000)]) {
      assert.isTrue(Result.isFailure(read(text)), text.slice(0, 10))
    }
    for (const text of ["[]", "1", "null", '"text"']) {
      assert.isTrue(Result.isFailure(Schema.decodeUnknownResult(ExactFields)(text)), text)
    }
  })
})
