import { assert, describe, it } from "@effect/vitest"
import { float, type Value } from "../value/value.ts"
import { tryNode } from "./_try_node.ts"
import { assignerV1 } from "./assigner_v1.ts"
import { NodeFailure } from "./node_failure.ts"

const run = (write_mode: string, x: Value, y?: Value, more: object = {}) =>
  tryNode(
    assignerV1,
    { write_mode, assigned_variable_selector: ["conversation", "x"], input_variable_selector: ["start", "y"], ...more },
    { conversation: { x }, ...(y === undefined ? {} : { start: { y } }) }
  )

const changed = (outcome: ReturnType<typeof run>) => {
  if (outcome instanceof NodeFailure) return assert.fail(outcome.error.message)
  const [updated] = Object.values(outcome.processData ?? {})
  return { value: outcome.updates?.[0]?.value, input: outcome.inputs?.value, updated }
}

const refusal = (outcome: ReturnType<typeof run>) =>
  outcome instanceof NodeFailure ? [outcome.error.code, outcome.details.type, outcome.error.message] : "was carried out"

describe("assigner v1", () => {
  it("writes over without a look at the type, and tells it", () => {
    assert.deepStrictEqual(changed(run("over-write", "a", 5)), {
      value: 5,
      input: 5,
      updated: [{ name: "x", selector: ["conversation", "x"], value_type: "integer", new_value: 5 }]
    })
    assert.strictEqual(changed(run("over-write", "a", null)).value, null)
  })

  it("appends one element, a list as one too, and the variable keeps its type", () => {
    assert.deepStrictEqual(changed(run("append", ["a"], [1])).value, ["a", [1]])
    const outcome = run("append", [], 5, { variable_type: "array[string]" })
    assert.deepStrictEqual(changed(outcome), {
      value: [5],
      input: 5,
      updated: [{ name: "x", selector: ["conversation", "x"], value_type: "array[string]", new_value: [5] }]
    })
  })

  it("clears to the empty value of each type, which is its input then", () => {
    const zeros: ReadonlyArray<readonly [Value, Value]> = [
      ["a", ""],
      [5, 0],
      [2n ** 60n, 0],
      [1.5, float(0)],
      [true, false],
      [["a"], []]
    ]
    for (const [before, zero] of zeros) {
      const { value, input } = changed(run("clear", before))
      assert.deepStrictEqual([value, input], [zero, zero])
    }
  })

  it("refuses in Dify's words, as an exception of the node", () => {
    const type = "WorkflowNodeError"
    const refusals: ReadonlyArray<readonly [ReturnType<typeof run>, string, string]> = [
      [run("over-write", "a"), "assigned_variable_not_found", "input value not found"],
      [run("append", "a", "b"), "assignment_operation_unsupported", "append mode requires an array variable"],
      [run("clear", null), "assignment_operation_unsupported", "unsupported variable type: none"],
      [tryNode(assignerV1, {}), "assigned_variable_not_found", "assigned variable not found"]
    ]
    for (const [outcome, code, message] of refusals) assert.deepStrictEqual(refusal(outcome), [code, type, message])
  })

  it("names of prototypes are only names", () => {
    const data = { assigned_variable_selector: ["__proto__", "x"], input_variable_selector: ["start", "y"] }
    assert.strictEqual(refusal(tryNode(assignerV1, data, { start: { y: 1 } }))[2], "assigned variable not found")
  })
})
