import { assert, describe, it } from "@effect/vitest"
import { objectFrom, property } from "../value/value_object.ts"
import { node, readGraph } from "./_test_file.ts"
import { targetTypes, withTargetTypes } from "./target_types.ts"

const variable = (name: string, type: "array[string]" | "array[number]" | "string") =>
  ({ id: "", name, description: "", type, value: type === "string" ? "" : [] }) as const

const loop = (data: object) => ({ id: "lp", data: objectFrom(Object.entries(data)) })

describe("the types of an assigner's targets", () => {
  const graph = {
    nodes: [
      loop({
        type: "loop",
        loop_variables: [
          { label: "found", var_type: "array[object]" },
          { label: "n", var_type: "number" }
        ]
      }),
      { id: "it", data: { type: "iteration", loop_variables: [{ label: "x", var_type: "array[string]" }] } },
      {
        id: "note",
        type: "custom-note",
        data: { type: "loop", loop_variables: [{ label: "x", var_type: "array[string]" }] }
      }
    ]
  }
  const types = targetTypes(graph, [variable("notes", "array[string]"), variable("name", "string")])

  it("are those of lists: conversation variables and variables of loops", () => {
    assert.deepStrictEqual(
      [...types],
      [
        ["conversation\u0000notes", "array[string]"],
        ["lp\u0000found", "array[object]"]
      ]
    )
  })

  it("are added to its items, or to the one target of version 1", () => {
    const items = [
      { variable_selector: ["conversation", "notes"], operation: "append" },
      { variable_selector: ["conversation", "name"], operation: "clear" },
      "no item"
    ]
    const data = withTargetTypes("assigner", { type: "assigner", items }, types)
    assert.deepStrictEqual(property(data, "items"), [
      objectFrom([...Object.entries(items[0] ?? {}), ["variable_type", "array[string]"]]),
      ...items.slice(1)
    ])
    const old = withTargetTypes("assigner", { assigned_variable_selector: ["lp", "found"] }, types)
    assert.strictEqual(property(old, "variable_type"), "array[object]")
  })

  it("are in the data of the nodes of a file", () => {
    const items = [{ variable_selector: ["conversation", "notes"], operation: "clear" }]
    const conversation_variables = [{ name: "notes", value_type: "array[number]", value: [] }]
    const { document } = readGraph([node("a", "assigner", { items })], [], { conversation_variables })
    const [assigner] = document.nodes
    assert.deepStrictEqual(assigner?.data.items, [
      objectFrom([...Object.entries(items[0] ?? {}), ["variable_type", "array[number]"]])
    ])
  })

  it("stay where the declarations are gone, and are nobody else's", () => {
    const data = { items: [{ variable_selector: ["conversation", "notes"], variable_type: "array[string]" }] }
    assert.strictEqual(withTargetTypes("assigner", data, new Map()), data)
    assert.strictEqual(withTargetTypes("code", data, types), data)
  })

  it("hostile: what is no list, no text and no mapping is passed over", () => {
    for (const nodes of [
      null,
      "x",
      [1, null, { id: 1, data: null }, loop({ type: "loop", loop_variables: [1, { label: 1 }] })]
    ]) {
      assert.strictEqual(targetTypes({ nodes }, []).size, 0)
    }
    for (const selector of [null, "x", [], [1, 2], ["__proto__", "x"]]) {
      const data = { assigned_variable_selector: selector }
      assert.strictEqual(withTargetTypes("assigner", data, types), data)
    }
  })
})
