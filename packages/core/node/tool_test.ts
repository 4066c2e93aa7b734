import { describe, expect, it } from "@effect/vitest"
import { Effect, Layer } from "effect"
import { HostTools, type ToolFunctions } from "../tool/host_tools.ts"
import { bindNode, runNode, type Scopes, tryNode } from "./_try_node.ts"
import type { NodeSignal } from "./node_context.ts"
import { NodeFailure } from "./node_failure.ts"
import { NodeRegistry } from "./node_registry.ts"
import { tool } from "./tool.ts"

const data = {
  type: "tool",
  title: "Search",
  provider_id: "tavily",
  provider_name: "tavily",
  provider_type: "builtin",
  tool_name: "tavily_search",
  tool_label: "Tavily Search",
  tool_configurations: {
    topic: { type: "constant", value: "{{#start.topic#}}" },
    days: { type: "variable", value: ["start", "days"] },
    exclude: { type: "constant", value: null },
    language: "{{#sys.language#}}",
    limit: 5
  },
  tool_parameters: {
    query: { type: "mixed", value: "about {{#start.query#}}" },
    ids: { type: "variable", value: ["n", "ids"] }
  },
  output_schema: null,
  isInIteration: true
}

const outputsOf = (more: object, answer: object) => ({
  ...bindNode(tool, { ...data, ...more }).mock({ ...answer }).outputs
})

describe("a tool", () => {
  it("its example is what the default mock gives", () => {
    const { example, mockDefault } = tool.description
    expect({ ...bindNode(tool, example.config).mock(mockDefault ?? {}).outputs }).toEqual(example.outputs)
  })

  it("declares text, files and json, and what its schema promises", () => {
    const output_schema = {
      type: "object",
      properties: {
        rows: { type: "array", items: { type: "object" } },
        tables: { type: "array", items: { type: "array" } },
        count: { type: "integer", description: "How many" },
        anything: {},
        text: { type: "number" }
      }
    }
    expect(bindNode(tool, { ...data, output_schema }).outputs).toEqual([
      { name: "text", type: "string", required: true },
      { name: "files", type: "array", item: "file", required: true },
      { name: "json", type: "array", item: "object", required: true },
      { name: "rows", type: "array", item: "object", required: false },
      { name: "tables", type: "array", required: false },
      { name: "count", type: "number", required: false, description: "How many" },
      { name: "anything", type: null, required: false }
    ])
  })

  it("names every variable it reads, wherever it stands", () => {
    expect(bindNode(tool, data).selectors).toEqual([
      ["start", "query"],
      ["n", "ids"],
      ["start", "topic"],
      ["start", "days"],
      ["sys", "language"]
    ])
  })

  it.each([
    [{ query: { type: "mixed", value: 1 } }, "value must be a string"],
    [{ query: { type: "variable", value: "a.b" } }, "value must be a list of strings"],
    [{ query: { type: "magic", value: "" } }, "magic"],
    [{ query: { type: "mixed", value: null } }, ""]
  ])("its parameters %j: %s", (tool_parameters, problem) => {
    const decoded = tool.decode({ ...data, tool_parameters })
    expect(decoded._tag).toBe(problem === "" ? "Success" : "Failure")
    if (problem.startsWith("value")) expect(String(decoded)).toContain(problem)
  })

  it("a mocked result is what it said; other mocks are the outputs", () => {
    expect(outputsOf({}, { result: { a: 1 } })).toEqual({ text: '{"a": 1}', files: [], json: [{ a: 1 }] })
    expect(outputsOf({}, { result: [{ a: 1 }, { a: 2 }], count: 2 })).toMatchObject({
      json: [{ a: 1 }, { a: 2 }],
      count: 2
    })
    expect(outputsOf({}, { result: [1, 2] })).toMatchObject({ text: "[1, 2]", json: [{ data: [] }] })
    expect(outputsOf({}, { text: "hi" })).toEqual({ text: "hi" })
    const output_schema = { properties: { result: { type: "string" } } }
    expect(outputsOf({ output_schema }, { result: "own" })).toEqual({ result: "own" })
  })

  it.effect("says before the run and in the run that nothing is connected", () =>
    Effect.gen(function* () {
      const outcome = tryNode(tool, data)
      expect(outcome).toBeInstanceOf(NodeFailure)
      expect(outcome).toMatchObject({ error: { code: "tool_not_mapped" } })
      expect(yield* bindNode(tool, data).requirements ?? Effect.succeed([])).toMatchObject([
        { kind: "mapping", error: { code: "tool_not_mapped", message: expect.stringContaining("tavily_search") } }
      ])
    })
  )

  const connected = (functions: ToolFunctions, scopes: Scopes = {}, more: object = {}) => {
    const registry = NodeRegistry.layer([tool]).pipe(Layer.provide(HostTools.layer(functions)))
    return Effect.gen(function* () {
      const found = (yield* NodeRegistry).find("tool", "1")
      if (found === undefined) return yield* Effect.die("no tool")
      const missing = yield* bindNode(found, { ...data, ...more }).requirements ?? Effect.succeed([])
      const signals: Array<NodeSignal> = []
      const outcome = yield* runNode(found, { ...data, ...more }, scopes, (signal) => signals.push(signal))
      return { missing, outcome, signals }
    }).pipe(Effect.provide(registry))
  }

  const scopes: Scopes = {
    start: { topic: "news", days: 3, query: "tea" },
    n: { ids: [1, 2] },
    sys: { language: "en" }
  }

  it.effect("streams what it says piece by piece; an empty piece is the last", () =>
    Effect.gen(function* () {
      const spoken: ToolFunctions = {
        tavily_search: async function* () {
          yield "green "
          yield "tea"
        }
      }
      const { outcome, signals } = yield* connected(spoken, scopes)
      expect(outcome).toMatchObject({ outputs: { text: "green tea" } })
      expect(signals).toEqual(["green ", "tea", ""].map((text) => ({ kind: "chunk", output: "text", text })))
      expect((yield* connected({ tavily_search: () => "tea" }, scopes)).signals).toEqual([])
    })
  )

  it.effect("is a function of the host, with settings over parameters and references resolved", () =>
    Effect.gen(function* () {
      const calls: Array<unknown> = []
      const functions: ToolFunctions = {
        "tavily/tavily_search": (parameters) => {
          calls.push(parameters)
          return { found: 1 }
        }
      }
      const { missing, outcome } = yield* connected(functions, scopes)
      expect(missing).toEqual([])
      expect(calls).toEqual([{ query: "about tea", ids: [1, 2], topic: "news", days: 3, language: "en", limit: 5 }])
      expect(outcome).toMatchObject({
        inputs: { query: "about tea", limit: 5 },
        outputs: { text: '{"found": 1}', files: [], json: [{ found: 1 }] },
        metadata: {
          tool_info: { provider_type: "builtin", provider_id: "tavily", plugin_unique_identifier: null }
        }
      })
    })
  )

  it.effect(
    "leaves out variables that are not there, and prefers a parameter over the same one among old settings",
    () =>
      Effect.gen(function* () {
        const calls: Array<unknown> = []
        const more = {
          tool_configurations: {
            query: { type: "constant", value: "old" },
            gone: { type: "variable", value: ["x", "y"] }
          },
          tool_parameters: { query: { type: "mixed", value: "new" }, count: { type: "constant", value: 5 } }
        }
        yield* connected({ tavily_search: (parameters) => void calls.push(parameters) }, {}, more)
        expect(calls).toEqual([{ query: "new", count: 5 }])
      })
  )

  it.effect("fails as Dify's does when the function throws", () =>
    Effect.gen(function* () {
      const { outcome } = yield* connected({
        tavily_search: () => {
          throw new Error("quota")
        }
      })
      expect(outcome).toMatchObject({
        error: { code: "tool_call_failed", message: expect.stringMatching(/^Failed to invoke tool: .*quota$/) },
        details: { type: "ToolRuntimeInvocationError" }
      })
    })
  )

  it("hostile: a schema that promises __proto__ declares that name and no other", () => {
    const output_schema = JSON.parse('{"properties": {"__proto__": {"type": "string"}}}')
    expect(bindNode(tool, { ...data, output_schema }).outputs.at(-1)).toMatchObject({
      name: "__proto__",
      type: "string"
    })
  })
})
