import { assert, describe, expect, it } from "@effect/vitest"
import { Effect, Result } from "effect"
import { ModelRequestInvalid } from "../error/model_errors.ts"
import type { ModelScript, ScriptedAnswer } from "../model/model_script.ts"
import { tryModelNode } from "./_try_model_node.ts"
import { bindNode, type Scopes } from "./_try_node.ts"
import { NodeFailure } from "./node_failure.ts"
import type { NodeResult } from "./node_result.ts"
import { parameterExtractor } from "./parameter_extractor.ts"

const types = ["string", "number", "boolean", "array[string]", "array[number]", "array[object]", "array[boolean]"]

const data = {
  type: "parameter-extractor",
  title: "Extract",
  model: { provider: "openai", name: "gpt-4o", mode: "chat", completion_params: {} },
  query: ["start", "text"],
  instruction: "Mind {{#start.rules#}}",
  parameters: types.map((type, index) => ({ name: `p${index}`, type, description: "", required: true })),
  reasoning_mode: "prompt",
  variables: [],
  vision: { enabled: false }
}

const having = (...parameters: ReadonlyArray<object>) => ({ ...data, parameters })

const outputsOf = (config: unknown, answer: object) => ({
  ...bindNode(parameterExtractor, config).mock({ ...answer }).outputs
})

describe("a parameter extractor", () => {
  it("its example is what the default mock gives", () => {
    const { example, mockDefault } = parameterExtractor.description
    expect({ ...bindNode(parameterExtractor, example.config).mock(mockDefault ?? {}).outputs }).toEqual(example.outputs)
  })

  it("declares one output per parameter beside its own, and names the variables it reads", () => {
    const node = bindNode(parameterExtractor, data)
    expect(
      node.outputs.map(({ name, type, item }) =>
        item === undefined ? `${name} ${type}` : `${name} ${type} of ${item}`
      )
    ).toEqual([
      "__is_success number",
      "__reason string",
      "__usage object",
      "p0 string",
      "p1 number",
      "p2 boolean",
      "p3 array of string",
      "p4 array of number",
      "p5 array of object",
      "p6 array of boolean"
    ])
    expect(node.selectors).toEqual([
      ["start", "text"],
      ["start", "rules"]
    ])
  })

  it("knows the older names of types", () => {
    const node = bindNode(
      parameterExtractor,
      having({ name: "a", type: "bool" }, { name: "b", type: "select", options: ["x", "y"] })
    )
    expect(node.outputs.slice(3).map(({ type }) => type)).toEqual(["boolean", "string"])
    expect({ ...node.mock({}).outputs }).toMatchObject({ a: true, b: "x" })
  })

  it.each([
    [{ name: "a", type: "object" }, "type object is not allowd to use in Parameter Extractor node."],
    [{ name: "a", type: "toString" }, "type toString is not allowd to use in Parameter Extractor node."],
    [{ name: "", type: "string" }, "name"],
    [{ name: "__reason", type: "string" }, "reserved"],
    [{ name: "__is_success", type: "number" }, "reserved"]
  ])("refuses %j: %s", (parameter, message) => {
    const decoded = parameterExtractor.decode(having(parameter))
    expect(Result.isFailure(decoded) && decoded.failure.message).toContain(message)
  })

  it("a mock gives values by name, the rest gets plausible ones of its type", () => {
    const config = having({ name: "city", type: "string" }, { name: "size", type: "number" })
    const said = { __is_success: 1, __reason: null }
    expect(outputsOf(config, { parameters: { city: "Rome", other: 1 } })).toMatchObject({
      ...said,
      city: "Rome",
      size: 42
    })
    expect(outputsOf(config, { city: "Rome", size: null })).toMatchObject({ ...said, city: "Rome", size: null })
    expect(outputsOf(config, { parameters: {} })).not.toHaveProperty("other")
    expect(outputsOf(config, { __is_success: 0, __reason: "none" })).toMatchObject({
      __is_success: 0,
      __reason: "none"
    })
  })

  it("hostile: a parameter named __proto__ is an output like any other", () => {
    const outputs = bindNode(parameterExtractor, having({ name: "__proto__", type: "string" })).mock({}).outputs
    expect(Object.hasOwn(outputs, "__proto__")).toBe(true)
    expect(outputs.__proto__).toBe("mocked___proto__")
  })
})

const parameters = [
  { name: "city", type: "string", description: "Where", required: true },
  { name: "size", type: "select", options: ["s", "m"], description: "", required: false },
  { name: "tags", type: "array[string]", description: "", required: false }
]
const scopes: Scopes = { start: { text: "Rome, medium, red and blue", rules: "spelling" } }
const good = { city: "Rome", size: "m", tags: ["red", "blue"] }
const call = (given: unknown): ScriptedAnswer => ({
  toolCalls: [
    { id: "1", name: "extract_parameters", arguments: typeof given === "string" ? given : JSON.stringify(given) }
  ]
})
const extracted = (script: ModelScript, more: object = {}) =>
  tryModelNode(parameterExtractor, { ...data, parameters, reasoning_mode: "function_call", ...more }, scopes, script)

const outputsIn = (outcome: NodeResult | NodeFailure) => {
  assert(!(outcome instanceof NodeFailure), "it failed")
  const { __usage, ...outputs } = outcome.outputs
  return outputs
}

describe("a parameter extractor with a model", () => {
  it.effect("hands the model a tool and takes its arguments", () =>
    Effect.gen(function* () {
      const { outcome, requests } = yield* extracted([call(good)])
      expect(outputsIn(outcome)).toEqual({ __is_success: 1, __reason: null, ...good })
      expect(requests[0]?.tools).toEqual([
        {
          name: "extract_parameters",
          description: expect.any(String),
          parametersSchema: {
            type: "object",
            properties: {
              city: { description: "Where", type: "string" },
              size: { description: "", type: "string", enum: ["s", "m"] },
              tags: { description: "", type: "array", items: { type: "string" } }
            },
            required: ["city"]
          }
        }
      ])
      expect(String(requests[0]?.messages[0]?.content)).toContain("Mind spelling")
      expect(requests[0]?.messages.at(-1)?.content).toBe("Text:\nRome, medium, red and blue")
      expect(outcome).toMatchObject({
        processData: { function: "extract_parameters", tool_call: { name: "extract_parameters" } },
        usage: { currency: "USD" }
      })
    })
  )

  it.effect("in mode prompt asks for JSON, and finds it in prose", () =>
    Effect.gen(function* () {
      const text = `<think>{"city": "Oslo"}</think>Sure: ${JSON.stringify(good)} Anything else?`
      const { outcome, requests } = yield* extracted([{ text }], { reasoning_mode: "prompt" })
      expect(outputsIn(outcome)).toEqual({ __is_success: 1, __reason: null, ...good })
      assert.isUndefined(requests[0]?.tools)
      expect(String(requests[0]?.messages[0]?.content)).toContain('"enum": ["s", "m"]')
    })
  )

  it.effect("asks again without the tool where the server knows none", () =>
    Effect.gen(function* () {
      const refused = new ModelRequestInvalid({ message: "tools are not supported" })
      const script = [{ call: 1, error: refused }, { text: JSON.stringify(good) }]
      const { outcome, requests } = yield* extracted(script)
      expect(outputsIn(outcome)).toMatchObject({ __is_success: 1, city: "Rome" })
      assert.deepStrictEqual(
        requests.map(({ tools }) => tools?.length ?? 0),
        [1, 0]
      )
      expect(new Set(requests.map(({ idempotencyKey }) => idempotencyKey)).size).toBe(2)
    })
  )

  it.effect("asks a completion model with one text", () =>
    Effect.gen(function* () {
      const model = { ...data.model, mode: "completion" }
      const { outcome, requests } = yield* extracted([{ text: JSON.stringify(good) }], { model })
      expect(outputsIn(outcome)).toMatchObject({ __is_success: 1, city: "Rome" })
      assert.strictEqual(requests[0]?.messages.length, 1)
    })
  )

  const nothing = "Failed to extract result from function call or text response, using empty result."
  const judged: ReadonlyArray<readonly [string, unknown, object]> = [
    ["too few", { city: "Rome" }, { __reason: "Invalid number of parameters", city: "Rome", size: "", tags: [] }],
    ["a missing one", { town: 1, size: "m", tags: [] }, { __reason: "Parameter city is required", city: "" }],
    ["an option that is none", { ...good, size: "xl" }, { __reason: "Invalid `select` value for parameter size" }],
    [
      "a wrong type",
      { ...good, tags: ["a", 1] },
      {
        __reason: "Invalid value for parameter tags, expected segment type: array[string], actual_type: array[any]",
        tags: ["a"]
      }
    ],
    ["no JSON", "no idea", { __reason: nothing, city: "", size: "", tags: [] }],
    ["an empty object", {}, { __reason: nothing, city: "" }]
  ]
  it.effect.each(judged)("case 25: an answer with %s is no failure", ([, answer, outputs]) =>
    Effect.gen(function* () {
      const { outcome } = yield* extracted([call(answer)])
      expect(outputsIn(outcome)).toMatchObject({ __is_success: 0, ...outputs })
    })
  )

  const converted: ReadonlyArray<readonly [string, unknown, unknown]> = [
    ["array[number]", ["92.5", 85, "invalid"], [92.5, 85]],
    ["number", "19.99", 19.99],
    ["number", "7", 7],
    ["number", "invalid_number", 0],
    ["number", ["x"], 0],
    ["number", true, 1],
    ["boolean", 1, true],
    ["boolean", "yes", false],
    ["string", 5, ""],
    ["array[string]", null, []],
    ["array[object]", [{ a: 1 }, 2], [{ a: 1 }]],
    ["array[boolean]", [true, "x"], [true]]
  ]
  it.effect.each(converted)("case 25: as %s %j is %j", ([type, given, expected]) =>
    Effect.gen(function* () {
      const one = { parameters: [{ name: "p", type, description: "", required: false }] }
      const { outcome } = yield* extracted([call({ p: given })], one)
      expect(outputsIn(outcome).p).toEqual(expected)
    })
  )

  it.effect("a model that fails fails the node, and says so in its outputs", () =>
    Effect.gen(function* () {
      const { outcome } = yield* extracted([])
      expect(outcome).toMatchObject({
        error: { code: "model_script_unmatched" },
        details: { type: "", outputs: { __is_success: 0, __reason: "Failed to invoke model" } }
      })
    })
  )

  it.effect("hostile answers: __proto__ is a name, a megabyte of braces is read at once", () =>
    Effect.gen(function* () {
      const one = { parameters: [{ name: "__proto__", type: "string", description: "", required: true }] }
      const { outcome } = yield* extracted([call('{"__proto__": "x"}')], one)
      expect(Object.entries(outputsIn(outcome))).toContainEqual(["__proto__", "x"])
      const from = performance.now()
      const braces = yield* extracted([{ text: "{".repeat(1_000_000) }], { reasoning_mode: "prompt" })
      expect(outputsIn(braces.outcome)).toMatchObject({ __is_success: 0 })
      assert.isBelow(performance.now() - from, 3000)
    })
  )
})
