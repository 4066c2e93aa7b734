import { assert, describe, it } from "@effect/vitest"
import { float, type Value } from "../value/value.ts"
import { configWords } from "./config_words.ts"

describe("configWords", () => {
  const data: Value = { type: "text", key: "sk-0123", items: [{ n: float(1) }, null, true], empty: "", none: null }
  const cases: ReadonlyArray<readonly [string, ReadonlyArray<PropertyKey>, string]> = [
    ["Missing key", ["items", 0, "name"], "items.0.name is missing"],
    ['Expected "a" | "b" | null | undefined', ["type"], 'type must be one of "a", "b", but is "text"'],
    ['Expected "a"', ["type"], 'type must be "a", but is "text"'],
    ["Expected array | null | undefined", ["type"], "type must be a list, but is a text"],
    ["Expected array | string", ["items", 0], "items.0 must be a list or a text, but is a mapping"],
    ["Expected object", ["items"], "items must be a mapping, but is a list"],
    ["Expected string", ["items", 0, "n"], "items.0.n must be a text, but is a number"],
    ["Expected boolean", ["items", 1], "items.1 must be true or false, but is null"],
    ["Expected number", ["items", 2], "items.2 must be a number, but is true"],
    ["Expected number", ["empty"], "empty must be a number, but is an empty text"],
    ["a nested array is not supported", ["type"], "type: a nested array is not supported"],
    ["Expected array", ["gone", "deep"], "gone.deep: Expected array"],
    ["Expected array", [], "data must be a list, but is a mapping"]
  ]

  it.each(cases)("%s at %j: %s", (message, path, expected) => {
    assert.strictEqual(configWords(message, path, data), expected)
  })

  it("hostile: a key in the wrong place is not repeated, a long word is not either, prototypes are no fields", () => {
    assert.strictEqual(configWords("Expected object", ["key"], data), "key must be a mapping, but is a text")
    const long = configWords('Expected "a" | "b"', ["type"], { type: "x".repeat(10_000) })
    assert.strictEqual(long, 'type must be one of "a", "b", but is a text')
    assert.strictEqual(configWords("Expected array", ["__proto__"], data), "__proto__: Expected array")
  })
})
