import { describe, expect, it } from "@effect/vitest"
import { Schema } from "effect"
import { schemaProblems } from "../_schema_problems.ts"
import { DeclaredOutput, itemTypeOf, outputDeclaration } from "./declared_output.ts"
import { defaultOutputs } from "./default_outputs.ts"

const decode = Schema.decodeUnknownSync(DeclaredOutput)

const problems = (data: unknown) => schemaProblems(DeclaredOutput, data)

const reference = (recordId: string, more: object = {}) =>
  `dify-file-ref:${Buffer.from(JSON.stringify({ record_id: recordId, ...more }))
    .toString("base64")
    .replaceAll("+", "-")
    .replaceAll("/", "_")}`

const canonical = reference("0b8f2f2e-6d5c-4a7e-9a42-3f1f6f2a1b3c")

const withDefault = (type: string, default_value: unknown, more: object = {}) => ({
  name: "out",
  type,
  failure_strategy: { on_failure: "default_value", default_value },
  ...more
})

describe("a declared output", () => {
  it("has Dify's defaults", () => {
    expect(decode({ name: "city", type: "string" })).toEqual({
      name: "city",
      type: "string",
      required: true,
      failure_strategy: {
        retry: { enabled: false, max_retries: 0, retry_interval_ms: 0 },
        on_failure: "stop",
        default_value: null
      }
    })
  })

  it("takes null for the parts that may be null", () => {
    const nulls = { id: null, description: null, file: null, array_item: null, check: null, failure_strategy: null }
    expect(problems({ name: "a", type: "array", ...nulls })).toEqual([])
    expect(decode({ name: "a", type: "array", ...nulls }).failure_strategy.on_failure).toBe("stop")
  })

  it("has items of type object unless it says otherwise, and only when it is an array", () => {
    expect(itemTypeOf(decode({ name: "a", type: "array" }))).toBe("object")
    expect(itemTypeOf(decode({ name: "a", type: "array", array_item: { type: "file", description: null } }))).toBe(
      "file"
    )
    expect(itemTypeOf(decode({ name: "a", type: "object" }))).toBeUndefined()
  })

  it("becomes a declaration of the node", () => {
    const output = decode({
      name: "a",
      type: "array",
      required: false,
      description: "Names",
      array_item: { type: "string" }
    })
    expect(outputDeclaration(output)).toEqual({
      name: "a",
      type: "array",
      item: "string",
      required: false,
      description: "Names"
    })
  })

  it.each(["a", "_", "A1_b", "x".repeat(255)])("may be named %s", (name) => {
    expect(problems({ name, type: "string" })).toEqual([])
  })

  it.each(["", "1a", "a-b", "a b", "ä", "a\n", "x".repeat(256)])("may not be named %j", (name) => {
    const found = problems({ name, type: "string" })
    expect(found.length).toBeGreaterThan(0)
    for (const problem of found) expect(problem).toMatch(/^name: /)
  })

  const rules: ReadonlyArray<readonly [string, object, ReadonlyArray<string>]> = [
    ["file part", { type: "string", file: {} }, ["file: file metadata is only allowed for file outputs"]],
    [
      "array part",
      { type: "object", array_item: { type: "string" } },
      ["array_item: array_item is only allowed when type is array"]
    ],
    [
      "nested array",
      { type: "array", array_item: { type: "array" } },
      ["array_item.type: nested arrays are not supported as array_item.type"]
    ],
    [
      "check of a text",
      { type: "string", check: { enabled: true, prompt: "p", benchmark_file_ref: { id: "f" } } },
      ["check: output check is only allowed for file outputs"]
    ],
    [
      "check without prompt",
      { type: "file", check: { enabled: true, prompt: "  ", benchmark_file_ref: {} } },
      ["check.prompt: prompt is required when output check is enabled"]
    ],
    [
      "check without benchmark",
      { type: "file", check: { enabled: true, prompt: "p" } },
      ["check.benchmark_file_ref: benchmark_file_ref is required when output check is enabled"]
    ],
    ["check that is off", { type: "string", check: { enabled: false } }, []],
    [
      "check of a file",
      { type: "file", check: { enabled: true, prompt: "p", benchmark_file_ref: { id: "f", anything: 1 } } },
      []
    ],
    ["file constraint", { type: "file", file: { extensions: ["pdf"], mime_types: [] } }, []]
  ]
  it.each(rules)("rule: %s", (_rule, parts, expected) => {
    expect(problems({ name: "out", ...parts })).toEqual(expected)
  })

  const retries: ReadonlyArray<readonly [object, boolean]> = [
    [{ enabled: true, max_retries: 10, retry_interval_ms: 60_000 }, true],
    [{ max_retries: 11 }, false],
    [{ max_retries: -1 }, false],
    [{ max_retries: 1.5 }, false],
    [{ retry_interval_ms: 60_001 }, false],
    [{ retry_interval_ms: "1" }, true],
    [{ retry_interval_ms: "one" }, false]
  ]
  it.each(retries)("retry %j is allowed: %s", (retry, allowed) => {
    expect(problems({ name: "out", type: "string", failure_strategy: { retry } }).length === 0).toBe(allowed)
  })

  const unknownKeys: ReadonlyArray<readonly [object, string]> = [
    [{ colour: 1 }, "colour"],
    [{ failure_strategy: { onFailure: "stop" } }, "failure_strategy.onFailure"],
    [{ failure_strategy: { retry: { times: 1 } } }, "failure_strategy.retry.times"],
    [{ type: "array", array_item: { type: "string", items: {} } }, "array_item.items"],
    [{ type: "file", file: { size: 1 } }, "file.size"],
    [{ type: "file", check: { strict: true } }, "check.strict"],
    [JSON.parse('{"__proto__": {"required": false}}'), "__proto__"]
  ]
  it.each(unknownKeys)("refuses the unknown key of %j", (parts, path) => {
    const [first, ...rest] = problems({ name: "out", type: "string", ...parts })
    expect(first).toMatch(new RegExp(`^${path.replaceAll(".", "\\.")}: unknown key`))
    expect(rest).toEqual([])
  })

  it("refuses a __proto__ that only looks like a default", () => {
    const data: unknown = JSON.parse('{"name": "a", "type": "string", "__proto__": {"required": false}}')
    expect(problems(data)).toEqual([expect.stringMatching(/^__proto__: unknown key/)])
  })
})

describe("a default value", () => {
  const shapes: ReadonlyArray<readonly [string, unknown, string | undefined, object?]> = [
    ["string", "", undefined],
    ["string", 1, "int"],
    ["number", 1, undefined],
    ["number", 1.5, undefined],
    ["number", true, "bool"],
    ["number", "1", "str"],
    ["boolean", false, undefined],
    ["boolean", 0, "int"],
    ["object", {}, undefined],
    ["object", [], "list"],
    ["array", [], undefined],
    ["array", [1, "a", null], undefined],
    ["array", {}, "dict"],
    ["array", [1], "list", { array_item: { type: "file" } }],
    [
      "array",
      [{ transfer_method: "remote_url", url: "https://a.test/x" }],
      undefined,
      { array_item: { type: "file" } }
    ],
    ["file", { transfer_method: "remote_url", url: "https://a.test/x" }, undefined],
    ["file", { transfer_method: "remote_url", url: "" }, "dict"],
    ["file", { transfer_method: "local_file", reference: canonical }, undefined],
    ["file", { transfer_method: "tool_file", reference: canonical }, undefined],
    ["file", { transfer_method: "datasource_file", reference: canonical }, undefined],
    ["file", { transfer_method: "local_file", reference: "0b8f2f2e" }, "dict"],
    ["file", { transfer_method: "local_file", reference: canonical, url: "https://a.test/x" }, "dict"],
    ["file", { file_id: "0b8f2f2e" }, "dict"],
    ["file", "https://a.test/x", "str"]
  ]
  const rows = shapes.map(([type, value, refused, more = {}]) => ({ type, value, refused, more }))
  it.each(rows)("of type $type: $value is refused as $refused", ({ type, value, refused, more }) => {
    const expected =
      refused === undefined
        ? []
        : [`failure_strategy.default_value: default_value shape does not match output type '${type}': got ${refused}`]
    expect(problems(withDefault(type, value, more))).toEqual(expected)
  })

  it("must be there when it is chosen, and is not looked at when it is not", () => {
    expect(problems(withDefault("string", null))).toEqual([
      "failure_strategy.default_value: default_value is required when on_failure is default_value"
    ])
    expect(
      problems({ name: "out", type: "string", failure_strategy: { on_failure: "stop", default_value: 1 } })
    ).toEqual([])
  })
})

describe("an agent that declares no outputs", () => {
  it("has text, files and json, none required", () => {
    expect(defaultOutputs.map((output) => outputDeclaration(output))).toMatchObject([
      { name: "text", type: "string", required: false },
      { name: "files", type: "array", item: "file", required: false },
      { name: "json", type: "object", required: false }
    ])
    expect(defaultOutputs.every((output) => (output.description ?? "") !== "")).toBe(true)
  })
})
