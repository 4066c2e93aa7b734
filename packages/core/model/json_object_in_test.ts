import { assert, describe, it } from "@effect/vitest"
import { jsonText } from "../value/json_text.ts"
import { jsonObjectIn } from "./json_object_in.ts"

const found = (text: string): string | undefined => {
  const object = jsonObjectIn(text)
  return object === undefined ? undefined : jsonText(object)
}

describe("jsonObjectIn", () => {
  it("reads the whole text, a fence, or the first object in prose", () => {
    assert.strictEqual(found('{"a": 1.0, "b": 9007199254740993}'), '{"a": 1.0, "b": 9007199254740993}')
    assert.strictEqual(found('Sure:\n```json\n{"a": {"b": "}"}}\n```\nbye {'), '{"a": {"b": "}"}}')
    assert.strictEqual(found('see [1] and {braces} then {"a": "\\"{"}'), '{"a": "\\"{"}')
    assert.strictEqual(found('[1, {"a": 2}, {"b": 3}]'), '{"a": 2}')
    assert.strictEqual(found("[1]"), "{}")
  })

  it("other answers hold none", () => {
    for (const text of ["", "no", "42", '"text"', "null", '{"a": 1', "{a: 1}"]) assert.isUndefined(found(text), text)
  })

  it("__proto__ is a plain key", () => {
    const object = jsonObjectIn('{"__proto__": {"polluted": true}}')
    assert.isTrue(Object.hasOwn(object ?? {}, "__proto__"))
    assert.isFalse("polluted" in {})
  })

  it("a hostile answer of a million braces takes linear time", () => {
    const started = performance.now()
    assert.isUndefined(jsonObjectIn("{".repeat(1_000_000)))
    assert.isUndefined(jsonObjectIn("{}x".repeat(300_000).replaceAll("{}", "{;}")))
    assert.isBelow(performance.now() - started, 2000)
  })
})
