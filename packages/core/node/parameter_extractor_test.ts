import { describe, expect, it } from "@effect/vitest"
import { Effect, Result } from "effect"
import { bindNode, tryNode } from "./_try_node.ts"
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

  it.effect("says before the run and in the run that it cannot run yet", () =>
    Effect.gen(function* () {
      expect(tryNode(parameterExtractor, data)).toMatchObject({ error: { code: "node_type_not_runnable" } })
      expect(yield* bindNode(parameterExtractor, data).requirements ?? Effect.succeed([])).toMatchObject([
        { kind: "unsupported", error: { code: "node_type_not_runnable" } }
      ])
    })
  )

  it("hostile: a parameter named __proto__ is an output like any other", () => {
    const outputs = bindNode(parameterExtractor, having({ name: "__proto__", type: "string" })).mock({}).outputs
    expect(Object.hasOwn(outputs, "__proto__")).toBe(true)
    expect(outputs.__proto__).toBe("mocked___proto__")
  })
})
