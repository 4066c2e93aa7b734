import { assert, describe, it } from "@effect/vitest"
import { float, type Value } from "../value/value.ts"
import { valueType } from "../value/value_type.ts"
import { tryNode } from "./_try_node.ts"
import { assignerV2 } from "./assigner_v2.ts"
import { NodeFailure } from "./node_failure.ts"

const target = ["conversation", "x"]

const run = (
  variables: { readonly [name: string]: Value },
  ...items: ReadonlyArray<{ readonly [name: string]: unknown }>
) =>
  tryNode(
    assignerV2,
    { items: items.map((item) => ({ variable_selector: target, ...item })) },
    { conversation: variables }
  )

const constant = (current: Value, operation: string, value: unknown) =>
  run({ x: current }, { input_type: "constant", operation, value })

const variable = (current: Value, operation: string, value: Value = null) =>
  run({ x: current, y: value }, { input_type: "variable", operation, value: ["conversation", "y"] })

const after = (outcome: ReturnType<typeof run>): Value | undefined => {
  if (outcome instanceof NodeFailure) assert.fail(outcome.error.message)
  return "updates" in outcome ? outcome.updates?.[0]?.value : undefined
}

const refusal = (outcome: ReturnType<typeof run>): string =>
  outcome instanceof NodeFailure ? outcome.error.message : "was carried out"

describe("assigner v2", () => {
  it("case 55: later items see what earlier ones did, and each variable changes once", () => {
    const append = (value: string) => ({ input_type: "variable", operation: "append", value: ["conversation", value] })
    const outcome = run({ x: ["a"], b: "b", c: "c" }, append("b"), append("c"))
    if (outcome instanceof NodeFailure || !("updates" in outcome)) return assert.fail("failed")
    assert.deepStrictEqual(outcome.updates, [{ selector: ["conversation", "x"], value: ["a", "b", "c"] }])
    assert.deepStrictEqual(outcome.processData?.__updated_variables, [
      { name: "x", selector: ["conversation", "x"], value_type: "array[string]", new_value: ["a", "b", "c"] }
    ])
  })

  it("cases 55 and 74: refuses what does not fit in Dify's words", () => {
    assert.strictEqual(refusal(constant("a", "over-write", 123)), "Invalid input value 123")
    assert.strictEqual(
      refusal(constant("a", "clear", null)),
      "Input type constant is not supported for operation clear"
    )
    assert.strictEqual(refusal(constant("a", "+=", 1)), "Operation += is not supported for type string")
    assert.strictEqual(refusal(variable(1, "+=", 1)), "Input type variable is not supported for operation +=")
    assert.strictEqual(refusal(constant(1, "/=", 0)), "Invalid input value 0")
    assert.strictEqual(refusal(run({}, { operation: "clear" })), "Variable ['conversation', 'x'] not found")
  })

  it("does what each operation says", () => {
    assert.deepStrictEqual(after(constant("a", "set", "b")), "b")
    assert.deepStrictEqual({ ...Object(after(constant({ a: 1 }, "set", '{"b": 2}'))) }, { b: 2 })
    assert.deepStrictEqual(after(variable("a", "clear")), "")
    assert.deepStrictEqual(after(variable(["a", "b"], "remove-first")), ["b"])
    assert.deepStrictEqual(after(variable([], "remove-last")), [])
    assert.deepStrictEqual(after(variable([1], "extend", [2, 3])), [1, 2, 3])
    assert.strictEqual(after(constant(2 ** 53 - 1, "+=", 1)), 2n ** 53n)
    assert.strictEqual(after(constant(7, "-=", 2)), 5)
  })

  it("only set reads JSON; what is written over an object is one", () => {
    assert.strictEqual(refusal(variable({ a: 1 }, "over-write", '{"b": 2}')), 'Invalid input value {"b": 2}')
    assert.strictEqual(refusal(constant({ a: 1 }, "over-write", '{"b": 2}')), 'Invalid input value {"b": 2}')
    assert.strictEqual(refusal(constant({ a: 1 }, "set", "[1]")), "Invalid input value [1]")
    assert.strictEqual(refusal(constant("a", "set", 1)), "Invalid input value 1")
  })

  it("an empty list takes only what its declaration says, and keeps that type", () => {
    const declared = (variable_type: string, operation: string, y: Value) =>
      run({ x: [], y }, { input_type: "variable", operation, value: ["conversation", "y"], variable_type })
    const wrong: ReadonlyArray<readonly [string, Value]> = [
      ["array[string]", 7],
      ["array[number]", "a"],
      ["array[object]", "a"],
      ["array[boolean]", 1]
    ]
    for (const [type, value] of wrong) {
      const shown = typeof value === "string" ? ["a", "['a']"] : [String(value), `[${value}]`]
      assert.strictEqual(refusal(declared(type, "append", value)), `Invalid input value ${shown[0]}`)
      for (const operation of ["extend", "over-write"]) {
        assert.strictEqual(refusal(declared(type, operation, [value])), `Invalid input value ${shown[1]}`)
      }
    }
    assert.deepStrictEqual(after(declared("array[number]", "append", 1.5)), [1.5])
    const emptied = declared("array[number]", "extend", [])
    if (emptied instanceof NodeFailure) return assert.fail(emptied.error.message)
    assert.deepStrictEqual(emptied.processData?.__updated_variables, [
      { name: "x", selector: ["conversation", "x"], value_type: "array[number]", new_value: [] }
    ])
  })

  it("shows its config as its inputs, and keeps them when it fails", () => {
    const items = [{ variable_selector: target, input_type: "constant", operation: "+=", value: 1 }]
    for (const current of [1, "a"]) {
      const outcome = constant(current, "+=", 1)
      const inputs = outcome instanceof NodeFailure ? outcome.details.inputs : outcome.inputs
      assert.deepStrictEqual(inputs, { version: "2", items })
    }
  })

  it("a variable that is named by nothing is no value", () => {
    assert.strictEqual(refusal(run({ x: ["a"] }, { operation: "append", value: null })), "Invalid input value None")
  })

  it("weakness 21: a divided integer is a float in value and in type", () => {
    assert.strictEqual(after(constant(5, "/=", 2)), 2.5)
    const whole = after(constant(4, "/=", 2))
    assert.deepStrictEqual([whole, valueType(whole ?? null)], [float(2), "float"])
  })

  it("a null from a variable leaves the target alone; names of prototypes are only names", () => {
    assert.isUndefined(after(variable("a", "over-write", null)))
    const outcome = tryNode(
      assignerV2,
      { items: [{ variable_selector: ["__proto__", "x"], input_type: "constant", operation: "set", value: 1 }] },
      {}
    )
    assert.strictEqual(refusal(outcome), "Variable ['__proto__', 'x'] not found")
  })
})
