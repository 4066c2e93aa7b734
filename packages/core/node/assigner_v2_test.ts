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
