import { assert, describe, expect, it } from "@effect/vitest"
import { Result, Schema } from "effect"
import { float } from "../value/value.ts"
import { comparisonOperators } from "./comparison_operator.ts"
import { Condition } from "./condition.ts"
import { conditionSelectors } from "./condition_selectors.ts"

const decode = Schema.decodeUnknownResult(Condition, { errors: "all" })

const base = { variable_selector: ["n", "v"], comparison_operator: "is" }

describe("Condition", () => {
  it("ignores what the editor adds and fills in what is missing", () => {
    expect(Result.getOrThrow(decode({ ...base, id: "c1", varType: "string", numberVarType: null }))).toEqual({
      ...base,
      value: null,
      sub_variable_condition: null
    })
  })

  it.each([...comparisonOperators])("knows %s", (comparison_operator) => {
    expect(Result.getOrThrow(decode({ ...base, comparison_operator })).comparison_operator).toBe(comparison_operator)
  })

  it.each([
    ["is empty", "empty"],
    ["is not empty", "not empty"]
  ])("reads the old spelling %s as %s", (comparison_operator, operator) => {
    expect(Result.getOrThrow(decode({ ...base, comparison_operator })).comparison_operator).toBe(operator)
  })

  it.each([
    ["", ""],
    ["{{#a.b#}}", "{{#a.b#}}"],
    [null, null],
    [true, true],
    [
      ["a", "b"],
      ["a", "b"]
    ],
    [[true], [true]],
    [5, "5"],
    [0.85, "0.85"],
    [float(1), "1.0"],
    [[1], ["1"]]
  ])("reads the value %j as %j", (value, read) => {
    expect(Result.getOrThrow(decode({ ...base, value })).value).toEqual(read)
  })

  it("reads conditions on files", () => {
    const sub_variable_condition = {
      case_id: "x",
      logical_operator: "or",
      conditions: [{ id: "y", key: "type", comparison_operator: "in", value: ["image"], varType: "string" }]
    }
    expect(Result.getOrThrow(decode({ ...base, sub_variable_condition })).sub_variable_condition).toEqual({
      logical_operator: "or",
      conditions: [{ key: "type", comparison_operator: "in", value: ["image"] }]
    })
  })

  it.each([
    [{ comparison_operator: "greater than" }, "comparison_operator"],
    [{ comparison_operator: "__proto__" }, "comparison_operator"],
    [{ value: { a: 1 } }, "value"],
    [{ value: [["a"]] }, "value"],
    [{ variable_selector: "n.v" }, "variable_selector"],
    [{ sub_variable_condition: { logical_operator: "xor" } }, "sub_variable_condition"]
  ])("refuses %j with its place", (wrong, place) => {
    const result = decode({ ...base, ...wrong })
    assert(Result.isFailure(result))
    expect(result.failure.message).toContain(place)
  })
})

describe("conditionSelectors", () => {
  it("names what is tested and what the text refers to", () => {
    const conditions = [
      Result.getOrThrow(decode({ ...base, value: "{{#a.b#}} and {{#sys.query#}}" })),
      Result.getOrThrow(decode({ ...base, value: ["{{#c.d#}}"] }))
    ]
    expect(conditionSelectors(conditions)).toEqual([
      ["n", "v"],
      ["a", "b"],
      ["sys", "query"],
      ["n", "v"]
    ])
  })
})
