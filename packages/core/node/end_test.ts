import { assert, describe, expect, it } from "@effect/vitest"
import { Result } from "effect"
import { bindNode, tryResult } from "./_try_node.ts"
import { end } from "./end.ts"

const output = (variable: string, value_selector: ReadonlyArray<string> | null, value_type?: string) => ({
  variable,
  value_selector,
  ...(value_type === undefined ? {} : { value_type })
})

const streamed = (outputs: ReadonlyArray<unknown>): ReadonlyArray<string> =>
  bindNode(end, { outputs }).streams.map((part) => (part.kind === "text" ? part.text : `<${part.selector.join("|")}>`))

describe("end", () => {
  it("its example runs", () => {
    const { config, variables, outputs } = end.description.example
    expect(tryResult(end, config, variables).outputs).toEqual(outputs)
  })

  it("collects its outputs, null where there is nothing", () => {
    const data = {
      type: "end",
      title: "End",
      outputs: [
        output("text", ["llm", "text"], "string"),
        output("city", ["llm", "data", "city"]),
        output("gone", ["nowhere", "x"]),
        output("empty", []),
        output("none", null)
      ]
    }
    const { outputs, inputs } = tryResult(end, data, { llm: { text: "hi", data: { city: ["Bern"] } } })
    expect(outputs).toEqual({ text: "hi", city: ["Bern"], gone: null, empty: null, none: null })
    expect(inputs).toEqual(outputs)
  })

  it("the declared type is not enforced and the last of equal names wins", () => {
    const data = { outputs: [output("a", ["n", "x"], "number"), output("a", ["n", "y"], "string")] }
    expect(tryResult(end, data, { n: { x: 1, y: [2] } }).outputs).toEqual({ a: [2] })
    expect(bindNode(end, data).outputs).toEqual([{ name: "a", type: "string", required: true }])
  })

  it("declares its outputs with their types", () => {
    const types = ["string", "secret", "integer", "file", "array[file]", "Array[String]", "any", "array"]
    const outputs = types.map((type, index) => output(`v${index}`, ["n", "x"], type))
    expect(bindNode(end, { outputs: [...outputs, output("v8", ["n", "x"])] }).outputs).toEqual([
      { name: "v0", type: "string", required: true },
      { name: "v1", type: "string", required: true },
      { name: "v2", type: "number", required: true },
      { name: "v3", type: "file", required: true },
      { name: "v4", type: "array", item: "file", required: true },
      { name: "v5", type: "array", item: "string", required: true },
      { name: "v6", type: null, required: true },
      { name: "v7", type: "array", required: true },
      { name: "v8", type: null, required: true }
    ])
  })

  it("streams its selectors, one a line, without empty ones", () => {
    const a = output("a", ["n", "a"])
    const b = output("b", ["n", "b", "c"])
    const none = output("none", [])
    expect(streamed([])).toEqual([])
    expect(streamed([none])).toEqual([])
    expect(streamed([a])).toEqual(["<n|a>"])
    expect(streamed([none, a, none, b, none])).toEqual(["<n|a>", "\n", "<n|b|c>"])
  })

  it("names what it reads", () => {
    expect(bindNode(end, { outputs: [output("a", ["n", "a"]), output("b", [])] }).selectors).toEqual([["n", "a"]])
  })

  it("an output named __proto__ is an output", () => {
    const { outputs } = tryResult(end, { outputs: [output("__proto__", ["n", "x"])] }, { n: { x: { admin: true } } })
    expect(Object.entries(outputs)).toEqual([["__proto__", { admin: true }]])
    expect(Reflect.get(outputs, "admin")).toBeUndefined()
  })

  it.each([[{}], [{ outputs: null }], [{ outputs: [{ value_selector: ["a", "b"] }] }]])("refuses %j", (data) => {
    assert(Result.isFailure(end.decode(data)))
  })
})
