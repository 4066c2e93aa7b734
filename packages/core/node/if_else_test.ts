import { assert, describe, expect, it } from "@effect/vitest"
import { Result } from "effect"
import { bindNode, tryNode, tryResult } from "./_try_node.ts"
import { ifElse } from "./if_else.ts"
import { NodeFailure } from "./node_failure.ts"

const is = (variable_selector: ReadonlyArray<string>, value: unknown, comparison_operator = "is") => ({
  id: "c",
  varType: "string",
  variable_selector,
  comparison_operator,
  value
})

const editor = { type: "if-else", title: "IF", desc: "", selected: false, isInLoop: false }

const two = {
  ...editor,
  cases: [
    { id: "a", case_id: "a", logical_operator: "and", conditions: [is(["s", "x"], "1")] },
    { id: "b", case_id: "b", logical_operator: "or", conditions: [is(["s", "x"], "2"), is(["s", "x"], "3")] }
  ]
}

const legacy = { ...editor, logical_operator: "and", conditions: [is(["s", "x"], "", "empty")] }

describe("if-else", () => {
  it("its example runs", () => {
    const { config, variables, outputs } = ifElse.description.example
    expect(tryResult(ifElse, config, variables).outputs).toEqual(outputs)
  })

  it("takes the first case that holds and says how it was decided", () => {
    const first = { actual_value: "3", expected_value: "2", comparison_operator: "is" }
    const second = { actual_value: "3", expected_value: "3", comparison_operator: "is" }
    const group = { logical_operator: "or", case_id: "b" }
    expect(tryResult(ifElse, two, { s: { x: "3" } })).toMatchObject({
      outputs: { result: true, selected_case_id: "b" },
      handle: "b",
      inputs: { conditions: [first, second] },
      processData: {
        condition_results: [
          { group: { case_id: "a" }, results: [false], final_result: false },
          { group, results: [false, true], final_result: true }
        ]
      }
    })
  })

  it("keeps in its process data the case as the file has it, without the editor's keys", () => {
    const { processData } = tryResult(ifElse, { cases: [two.cases[0]] }, { s: { x: "1" } })
    expect(processData).toEqual({
      condition_results: [
        {
          group: {
            case_id: "a",
            logical_operator: "and",
            conditions: [
              { variable_selector: ["s", "x"], comparison_operator: "is", value: "1", sub_variable_condition: null }
            ]
          },
          results: [true],
          final_result: true
        }
      ]
    })
  })

  it("takes false when no case holds", () => {
    expect(tryResult(ifElse, two, { s: { x: "9" } })).toMatchObject({
      outputs: { result: false, selected_case_id: "false" },
      handle: "false"
    })
  })

  it("does not look at cases after the first that holds", () => {
    const data = { cases: [two.cases[0], { case_id: "c", conditions: [is(["gone", "x"], "1")] }] }
    expect(tryResult(ifElse, data, { s: { x: "1" } }).handle).toBe("a")
    expect(tryNode(ifElse, data, { s: { x: "2" } })).toBeInstanceOf(NodeFailure)
  })

  it("reads the old form with one unnamed case", () => {
    expect(tryResult(ifElse, legacy, { s: { x: "" } })).toMatchObject({
      outputs: { result: true, selected_case_id: "true" },
      handle: "true",
      processData: { condition_results: [{ group: "default", results: [true], final_result: true }] }
    })
    expect(tryResult(ifElse, { ...legacy, cases: null }, { s: { x: "y" } })).toMatchObject({
      outputs: { result: false, selected_case_id: "false" },
      handle: "false"
    })
  })

  it("cases win over the old form, even without any", () => {
    expect(tryResult(ifElse, { ...legacy, ...two }, { s: { x: "" } }).handle).toBe("false")
    expect(tryResult(ifElse, { ...legacy, cases: [] }, { s: { x: "" } })).toEqual({
      outputs: { result: false, selected_case_id: "false" },
      handle: "false",
      inputs: { conditions: [] },
      processData: { condition_results: [] }
    })
  })

  it("without conditions and is true, or is false", () => {
    expect(tryResult(ifElse, { cases: [{ case_id: "a", logical_operator: "and", conditions: [] }] }).handle).toBe("a")
    expect(tryResult(ifElse, { cases: [{ case_id: "a", logical_operator: "or", conditions: null }] }).handle).toBe(
      "false"
    )
    expect(tryResult(ifElse, {}).handle).toBe("true")
  })

  it("fails with the condition's code, Dify's text and what was decided before", () => {
    const data = { cases: [two.cases[0], { case_id: "c", conditions: [is(["s", "x"], "1", ">")] }] }
    const failure = tryNode(ifElse, data, { s: { x: "2" } })
    assert(failure instanceof NodeFailure)
    expect(failure.error).toMatchObject({
      code: "condition_type_mismatch",
      message: "Invalid actual value type: number",
      status: 422
    })
    expect(failure.details).toMatchObject({
      type: "",
      inputs: { conditions: [] },
      processData: { condition_results: [{ results: [false], final_result: false }] }
    })
  })

  it("declares its outputs, handles and what it reads", () => {
    const bound = bindNode(ifElse, {
      cases: [two.cases[0], { case_id: "b", conditions: [is(["s", "y"], "{{#t.z#}}")] }]
    })
    expect(bound.outputs.map(({ name, type }) => [name, type])).toEqual([
      ["result", "boolean"],
      ["selected_case_id", "string"]
    ])
    expect(bound.handles).toEqual(["a", "b", "false"])
    expect(bound.selectors).toEqual([
      ["s", "x"],
      ["s", "y"],
      ["t", "z"]
    ])
    expect(bindNode(ifElse, legacy).handles).toEqual(["true", "false"])
  })

  it("a mock names the handle, or says whether the first case matched", () => {
    const { mock } = bindNode(ifElse, two)
    expect(mock({ selected_case_id: "b" }).handle).toBe("b")
    expect(mock({ result: true }).handle).toBe("a")
    expect(mock({ result: false }).handle).toBe("false")
    expect(mock({}).handle).toBe("false")
  })

  it("a case id such as __proto__ is only a name", () => {
    const data = { cases: [{ case_id: "__proto__", conditions: [] }] }
    expect(tryResult(ifElse, data)).toMatchObject({ handle: "__proto__", outputs: { selected_case_id: "__proto__" } })
  })

  it.each([
    [{ cases: [{ conditions: [] }] }, '["case_id"]'],
    [{ cases: [{ case_id: "a", logical_operator: "xor", conditions: [] }] }, '["logical_operator"]'],
    [{ cases: [{ case_id: "a", conditions: [is(["s", "x"], "1", "greater than")] }] }, '["comparison_operator"]'],
    [{ conditions: [is(["s", "x"], { a: 1 })] }, '["value"]']
  ])("refuses %j with its place", (data, place) => {
    const result = ifElse.decode(data)
    assert(Result.isFailure(result))
    expect(result.failure.message).toContain(place)
  })
})
