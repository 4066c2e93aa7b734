import { assert, describe, expect, it } from "@effect/vitest"
import { isValueObject } from "../value/value_object.ts"
import { VariablePool } from "../value/variable_pool.ts"
import { bindNode, tryResult } from "./_try_node.ts"
import { variableAggregator, variableAssigner } from "./variable_aggregator.ts"

const plain = {
  type: "variable-aggregator",
  title: "Join",
  desc: null,
  output_type: "string",
  variables: [
    ["a", "text"],
    ["b", "deep", "text"]
  ]
}

const grouped = {
  ...plain,
  advanced_settings: {
    group_enabled: true,
    groups: [
      {
        groupId: "1",
        group_name: "search",
        output_type: "array[object]",
        variables: [
          ["a", "json"],
          ["b", "json"]
        ]
      },
      { groupId: "2", group_name: "talk", output_type: "string", variables: [["c", "text"]] }
    ]
  }
}

describe("variable-aggregator", () => {
  it("its example runs", () => {
    const { config, variables, outputs } = variableAggregator.description.example
    expect(tryResult(variableAggregator, config, variables).outputs).toEqual(outputs)
  })

  it("passes on the first variable that exists, by reference", () => {
    const list = [1, 2]
    const { outputs, inputs } = tryResult(variableAggregator, plain, { b: { deep: { text: list } } })
    expect(outputs.output).toBe(list)
    expect(inputs).toEqual({ "deep.text": list })
  })

  it("null is a value", () => {
    expect(tryResult(variableAggregator, plain, { a: { text: null }, b: { deep: { text: "x" } } }).outputs).toEqual({
      output: null
    })
  })

  it("without any it has no output at all", () => {
    expect(tryResult(variableAggregator, plain)).toEqual({ outputs: {}, inputs: {} })
    expect(tryResult(variableAggregator, { variables: null })).toEqual({ outputs: {}, inputs: {} })
  })

  it("groups are read by [node, group, output]; a group without a value is left out", () => {
    const { outputs, inputs } = tryResult(variableAggregator, grouped, { b: { json: [{ k: 1 }] } })
    expect(outputs).toEqual({ search: { output: [{ k: 1 }] } })
    expect(inputs).toEqual({ json: [{ k: 1 }] })
    const pool = new VariablePool()
    pool.setScope("join", outputs)
    expect(pool.get(["join", "search", "output"])).toEqual([{ k: 1 }])
    expect(pool.text("{{#join.search.output#}}")).toBe("[{'k': 1}]")
    expect(pool.get(["join", "talk", "output"])).toBeUndefined()
  })

  it("groups that are not enabled do not count", () => {
    for (const advanced_settings of [
      null,
      undefined,
      { group_enabled: false, groups: grouped.advanced_settings.groups }
    ]) {
      const data = { ...plain, ...(advanced_settings === undefined ? {} : { advanced_settings }) }
      expect(tryResult(variableAggregator, data, { a: { text: "x", json: [] } }).outputs).toEqual({ output: "x" })
    }
  })

  it("a group named __proto__ is only a group", () => {
    const advanced_settings = { group_enabled: true, groups: [{ group_name: "__proto__", variables: [["a", "text"]] }] }
    const { outputs } = tryResult(variableAggregator, { ...plain, advanced_settings }, { a: { text: "x" } })
    assert(isValueObject(outputs))
    expect(Object.entries(outputs)).toEqual([["__proto__", { output: "x" }]])
    expect(Object.getPrototypeOf(outputs)).toBeNull()
  })

  it("declares its outputs and what it reads", () => {
    expect(bindNode(variableAggregator, plain).outputs).toEqual([{ name: "output", type: "string", required: false }])
    expect(bindNode(variableAggregator, { ...plain, output_type: "array[number]" }).outputs).toEqual([
      { name: "output", type: "array", item: "number", required: false }
    ])
    expect(bindNode(variableAggregator, grouped).outputs).toEqual([
      { name: "search", type: "object", required: false },
      { name: "talk", type: "object", required: false }
    ])
    expect(bindNode(variableAggregator, plain).selectors).toEqual(plain.variables)
    expect(bindNode(variableAggregator, grouped).selectors).toEqual([
      ["a", "json"],
      ["b", "json"],
      ["c", "text"]
    ])
  })

  it("runs under its old type name too", () => {
    expect(variableAssigner.description.type).toBe("variable-assigner")
    expect(tryResult(variableAssigner, plain, { a: { text: "x" } }).outputs).toEqual({ output: "x" })
  })
})
