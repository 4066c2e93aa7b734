import { describe, expect, it } from "@effect/vitest"
import { Effect } from "effect"
import { bindNode, tryNode } from "./_try_node.ts"
import { NodeFailure } from "./node_failure.ts"
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

  it("hostile: a schema that promises __proto__ declares that name and no other", () => {
    const output_schema = JSON.parse('{"properties": {"__proto__": {"type": "string"}}}')
    expect(bindNode(tool, { ...data, output_schema }).outputs.at(-1)).toMatchObject({
      name: "__proto__",
      type: "string"
    })
  })
})
