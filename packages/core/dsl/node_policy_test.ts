import { describe, it } from "@effect/vitest"
import { assert } from "vitest"
import { float, type Value } from "../value/value.ts"
import { objectFrom } from "../value/value_object.ts"
import { edge, node, places, readGraph, type TestData } from "./_test_file.ts"

const read = (type: string, data: TestData) => readGraph([node("s", "start"), node("n", type, data)], [edge("s", "n")])

const defaultsOf = (type: string, value: unknown) => {
  const data = { error_strategy: "default-value", default_value: [{ key: "k", type, value }] }
  const { document, problems } = read("echo", data)
  return { value: document.nodes[1]?.policy.defaultValue.k, problems: problems.map(({ message }) => message) }
}

describe("readNodePolicy", () => {
  const values: ReadonlyArray<readonly [string, unknown, Value]> = [
    ["string", "x", "x"],
    ["number", 3, 3],
    ["number", "3", float(3)],
    ["number", "1.5", 1.5],
    ["object", '{"a": 1}', objectFrom([["a", 1]])],
    ["object", { a: 1 }, objectFrom([["a", 1]])],
    ["array[string]", '["a"]', ["a"]],
    ["array[number]", [1, 2.5], [1, 2.5]],
    ["array[object]", [{}], [objectFrom([])]],
    ["array[file]", "anything", "anything"]
  ]

  it.each(values)("takes a default value of type %s: %j", (type, given, value) => {
    assert.deepStrictEqual(defaultsOf(type, given), { value, problems: [] })
  })

  const faults: ReadonlyArray<readonly [string, unknown, string]> = [
    ["string", 5, "Value must be str type for 5"],
    ["string", null, "Value must be str type for None"],
    ["number", "many", "Cannot convert to number: many"],
    ["number", [1], "Value must be number type for [1]"],
    ["object", "{", "Invalid JSON format for value: {"],
    ["object", "[1]", "Value must be dict type for [1]"],
    ["array[string]", '{"a": 1}', "Value must be list type for {'a': 1}"],
    ["array[string]", [1, "a"], "All elements must be str for [1, 'a']"],
    ["array[object]", ["a"], "All elements must be dict for ['a']"],
    ["array[number]", "nonsense", "Invalid JSON format for value: nonsense"],
    ["boolean", true, "default values have no type boolean"]
  ]

  it.each(faults)("refuses a default value of type %s: %j", (type, given, message) => {
    assert.deepStrictEqual(defaultsOf(type, given), { value: undefined, problems: [message] })
  })

  it("refuses default values on a branch node", () => {
    const { problems } = read("fork", { error_strategy: "default-value" })
    assert.deepStrictEqual(places(problems), [
      "default_value_on_branch_node /workflow/graph/nodes/1/data/error_strategy"
    ])
    assert.strictEqual(problems[0]?.severity, "error")
  })

  it("retries only where it is enabled and the type retries", () => {
    const retries = (type: string, retry_config: unknown) =>
      read(type, { retry_config }).document.nodes[1]?.policy.maximumRetries
    assert.strictEqual(retries("echo", { retry_enabled: true, max_retries: 3 }), 3)
    assert.strictEqual(retries("echo", { retry_enabled: false, max_retries: 3 }), 0)
    assert.strictEqual(retries("echo", { enabled: true, max_retries: 3 }), 0)
    assert.strictEqual(retries("fork", { retry_enabled: true, max_retries: 3 }), 0)
    assert.strictEqual(retries("echo", null), 0)
  })

  it("reads a retry config with its numbers and truths in quotes, as Dify does", () => {
    const written = { max_retries: "3", retry_interval: "100.0", retry_enabled: "true" }
    const { document } = read("echo", { retry_config: written })
    const { maximumRetries, retryInterval } = document.nodes[1]?.policy ?? {}
    assert.deepStrictEqual([maximumRetries, retryInterval], [3, 100])
  })

  it("reports what is no retry config and no strategy", () => {
    const { problems } = read("echo", {
      retry_config: { max_retries: "many", retry_interval: 0.5, retry_enabled: "perhaps" },
      error_strategy: 5,
      default_value: 5
    })
    assert.deepStrictEqual(places(problems), [
      "error_strategy_invalid /workflow/graph/nodes/1/data/retry_config/max_retries",
      "error_strategy_invalid /workflow/graph/nodes/1/data/retry_config/retry_interval",
      "error_strategy_invalid /workflow/graph/nodes/1/data/retry_config/retry_enabled",
      "error_strategy_invalid /workflow/graph/nodes/1/data/error_strategy",
      "default_value_invalid /workflow/graph/nodes/1/data/default_value"
    ])
  })
})
