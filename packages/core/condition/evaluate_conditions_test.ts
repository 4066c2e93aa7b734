import { assert, describe, expect, it } from "@effect/vitest"
import { Result } from "effect"
import { float, type Value, type ValueObject } from "../value/value.ts"
import { VariablePool } from "../value/variable_pool.ts"
import type { ComparisonOperator } from "./comparison_operator.ts"
import type { Condition, ExpectedValue } from "./condition.ts"
import { type ConditionReport, evaluateConditions } from "./evaluate_conditions.ts"

const actuals: ReadonlyArray<Value> = [
  null,
  "",
  "abc",
  0,
  5,
  1.5,
  true,
  false,
  [],
  ["a", "b"],
  [1, 2],
  [true],
  {},
  { k: 1 }
]

/** Operator, expected value, and per actual value above: true, false, or the error below. Executed with Dify's engine. */
const vectors: ReadonlyArray<readonly [ComparisonOperator, ExpectedValue, string]> = [
  ["contains", "a", "F F T F e1 e1 e2 e2 F T F e2 F e1"],
  ["contains", "1", "F F F F e1 e1 e1 F F F F T F e1"],
  ["not contains", "a", "T T F T e1 e1 e2 e2 T F T e2 T e1"],
  ["start with", "a", "F F T F e3 e3 e2 e2 F e3 e3 e2 F e3"],
  ["end with", "c", "F F T F e3 e3 e2 e2 F e3 e3 e2 F e3"],
  ["is", "abc", "F F T e4 e4 e4 e2 e2 e4 e4 e4 e2 e4 e4"],
  ["is", "true", "F F F e4 e4 e4 T F e4 e4 e4 e4 e4 e4"],
  ["is not", "abc", "F T F e4 e4 e4 e2 e2 e4 e4 e4 e2 e4 e4"],
  ["empty", null, "T T F T F F F T T F F F T F"],
  ["empty", "", "T T F T F F e2 e2 T F F e2 T F"],
  ["not empty", null, "F F T F T T T F F T T T F T"],
  ["=", "5", "F e5 e5 F T F T F e5 e5 e5 e5 e5 e5"],
  ["=", "5.0", "F e5 e5 e6 e6 F e7 e7 e5 e5 e5 e7 e5 e5"],
  ["=", "1.5", "F e5 e5 e8 e8 T e9 e9 e5 e5 e5 e9 e5 e5"],
  ["≠", "5", "F e5 e5 T F T F T e5 e5 e5 e5 e5 e5"],
  [">", "1", "F e10 e10 F T T F F e10 e10 e10 e10 e10 e10"],
  [">", "x", "F e10 e10 e11 e11 e11 e2 e2 e10 e10 e10 e2 e10 e10"],
  ["<", "3", "F e10 e10 T F T F T e10 e10 e10 e10 e10 e10"],
  ["≥", "5", "F e10 e10 F T F T F e10 e10 e10 e10 e10 e10"],
  ["≤", "1.5", "F e10 e10 T F T e9 e9 e10 e10 e10 e9 e10 e10"],
  ["null", null, "T F F F F F F F F F F F F F"],
  ["null", "", "T F F F F F e2 e2 F F F e2 F F"],
  ["not null", null, "F T T T T T T T T T T T T T"],
  ["in", ["a", "abc"], "F F T F F F e2 e2 F F F e2 F F"],
  ["in", "abc", "F F e12 F e12 e12 e2 e2 F e12 e12 e2 F e12"],
  ["not in", ["a"], "T T T T T T e2 e2 T T T e2 T T"],
  ["all of", ["a", "b"], "F F T F F F e2 e2 F T F e2 F F"],
  ["all of", ["a"], "F F T F F F e2 e2 F T F e2 F F"],
  ["exists", null, "F T T T T T T T T T T T T T"],
  ["not exists", null, "T F F F F F F F F F F F F F"]
]

const errors: Record<string, readonly [string, string]> = {
  e1: ["condition_type_mismatch", "Invalid actual value type: string or array"],
  e2: ["condition_value_invalid", "Expecting value: line 1 column 1 (char 0)"],
  e3: ["condition_type_mismatch", "Invalid actual value type: string"],
  e4: ["condition_type_mismatch", "Invalid actual value type: string or boolean"],
  e5: ["condition_type_mismatch", "Invalid actual value type: number or boolean"],
  e6: ["condition_value_invalid", "invalid literal for int() with base 10: '5.0'"],
  e7: ["condition_type_mismatch", "unexpected value: type=<class 'str'>, value=5.0"],
  e8: ["condition_value_invalid", "invalid literal for int() with base 10: '1.5'"],
  e9: ["condition_type_mismatch", "unexpected value: type=<class 'str'>, value=1.5"],
  e10: ["condition_type_mismatch", "Invalid actual value type: number"],
  e11: ["condition_value_invalid", "Cannot convert 'x' to number"],
  e12: ["condition_type_mismatch", "Invalid expected value type: array"]
}

const condition = (
  comparison_operator: ComparisonOperator,
  value: ExpectedValue,
  variable_selector: ReadonlyArray<string> = ["n", "v"]
): Condition => ({ variable_selector, comparison_operator, value, sub_variable_condition: null })

const poolOf = (values: ValueObject): VariablePool => {
  const pool = new VariablePool()
  pool.setScope("n", values)
  return pool
}

const evaluateOne = (actual: Value, operator: ComparisonOperator, expected: ExpectedValue) =>
  evaluateConditions([condition(operator, expected)], "and", poolOf({ v: actual }))

/** `true`, `false`, or code and text of the error. */
const shown = (result: ReturnType<typeof evaluateOne>): string =>
  Result.match(result, {
    onSuccess: (report) => String(report.holds),
    onFailure: (error) => `${error.code}: ${error.message}`
  })

const report = (result: ReturnType<typeof evaluateOne>): ConditionReport => {
  assert(Result.isSuccess(result))
  return result.success
}

describe("conditions come out as Dify's", () => {
  it.each(vectors)("%s %j", (operator, expected, row) => {
    const cells = row.split(" ").map((cell) => {
      const error = errors[cell]
      return error === undefined ? String(cell === "T") : `${error[0]}: ${error[1]}`
    })
    expect(actuals.map((actual) => shown(evaluateOne(actual, operator, expected)))).toEqual(cells)
  })
})

describe("conditions beyond the table", () => {
  it.each<readonly [Value, ComparisonOperator, ExpectedValue, string]>([
    // Python's numbers.
    [0, "≤", "0.95", "true"],
    [1, "≥", "0.95", "true"],
    [1.1, "≥", "0.95", "true"],
    [1.1, ">", "0", "true"],
    [float(5), "=", "5", "true"],
    [float(5), "=", "5.0", "true"],
    [float(5), "≠", "5.0", "false"],
    [float(0), "empty", null, "true"],
    [float(5), ">", "4.9", "true"],
    [5, "=", " 5 ", "true"],
    [5, "=", "5_0", "false"],
    [5, "=", true, "false"],
    [1, "=", true, "true"],
    [5, ">", true, "true"],
    [5, ">", " 4e0 ", "true"],
    [5, "<", "inf", "true"],
    [5, "<", "nan", "false"],
    [2n ** 60n, "=", "1152921504606846976", "true"],
    [2n ** 60n, "=", "1152921504606846977", "false"],
    [2n ** 60n, "<", "1152921504606846977", "true"],
    [2n ** 60n, "≤", "1152921504606846975", "false"],
    [2n ** 60n, ">", "0.5", "true"],
    [Number.NaN, "=", "nan", "false"],
    [Number.NaN, "≠", "nan", "true"],
    [1.5, "=", "x", "condition_value_invalid: could not convert string to float: 'x'"],
    [5, "=", "it's", `condition_value_invalid: invalid literal for int() with base 10: "it's"`],
    [5, "=", null, "condition_value_invalid: Cannot convert <class 'NoneType'> to int"],
    [1.5, "=", ["5"], "condition_value_invalid: Cannot convert <class 'list'> to float"],
    [true, "=", null, "condition_value_invalid: Cannot convert <class 'NoneType'> to bool"],
    [5, ">", null, "condition_value_invalid: Cannot convert <class 'NoneType'> to number"],
    [1.5, "≤", ["1"], "condition_value_invalid: Cannot convert <class 'list'> to number"],
    // Booleans: the expected value is JSON.
    [false, "is", "false", "true"],
    [true, "is", "1", "true"],
    [true, "is", " true\n", "true"],
    [true, "is", "-0", "false"],
    [false, "is not", "true", "true"],
    [true, "is", true, "true"],
    [true, "is", null, "false"],
    [true, "in", ["false", "1"], "true"],
    [[true, false], "all of", ["true", "0"], "true"],
    [[true], "contains", true, "true"],
    [true, "is", "True", "condition_value_invalid: Expecting value: line 1 column 1 (char 0)"],
    [true, "is", " \n x", "condition_value_invalid: Expecting value: line 2 column 2 (char 3)"],
    [true, "is", "1 x", "condition_value_invalid: Extra data: line 1 column 3 (char 2)"],
    [true, "is", "01", "condition_value_invalid: Extra data: line 1 column 2 (char 1)"],
    [true, "is", "null", "condition_type_mismatch: unexpected value: type=<class 'str'>, value=null"],
    [true, "is", "[1]", "condition_type_mismatch: unexpected value: type=<class 'str'>, value=[1]"],
    [true, "is", '"true"', `condition_type_mismatch: unexpected value: type=<class 'str'>, value="true"`],
    [true, "in", ["true", "no"], "condition_value_invalid: Expecting value: line 1 column 1 (char 0)"],
    // Text and lists.
    ["True", "contains", true, "true"],
    ["x[1", "contains", ["a"], "false"],
    ["x['a']", "contains", ["a"], "true"],
    ["None", "contains", null, "true"],
    ["true", "is", true, "false"],
    ["", "is", "", "true"],
    ["abc", "start with", "", "true"],
    ["abc", "start with", null, "condition_type_mismatch: Expected value must be a string for startswith"],
    ["abc", "end with", true, "condition_type_mismatch: Expected value must be a string for endswith"],
    [[1, 2], "contains", "1", "false"],
    [[1, 2], "contains", true, "true"],
    [["a"], "not contains", "b", "true"],
    ["abc", "all of", [], "true"],
    ["abc", "all of", "a", "condition_type_mismatch: all of operator expects homogeneous list of strings or booleans"],
    [null, "all of", null, "condition_type_mismatch: all of operator expects homogeneous list of strings or booleans"],
    [
      "abc",
      "all of",
      ["a", true],
      "condition_type_mismatch: all of operator expects homogeneous list of strings or booleans"
    ],
    ["True", "all of", [true], "false"],
    [5, "in", ["5"], "false"],
    [1, "in", [true], "true"]
  ])("vector %#: $1 $2 is $3", (actual, operator, expected, outcome) => {
    expect(shown(evaluateOne(actual, operator, expected))).toBe(outcome)
  })

  // Files are written against these outcomes, so they stay; none of them is silent: what cannot be compared has a code.
  it("weakness 24, kept as it is: null is not unequal, 0 and false are empty, and `empty` reads what it does not need", () => {
    for (const operator of ["is", "is not", "=", "≠"] as const) {
      assert.strictEqual(shown(evaluateOne(null, operator, "5")), "false")
    }
    for (const value of [0, false]) assert.strictEqual(shown(evaluateOne(value, "empty", null)), "true")
    assert.include(shown(evaluateOne(true, "empty", "")), "condition_value_invalid: ")
    assert.strictEqual(shown(evaluateOne(null, "empty", "{{#gone.v#}}")), "true")
  })

  it.each<ComparisonOperator>(["is", "empty", "null", "exists", "not exists"])(
    "a variable that does not exist is an error, for %s too",
    (operator) => {
      const result = evaluateConditions([condition(operator, null, ["start", "it's"])], "and", poolOf({}))
      expect(shown(result)).toBe(`condition_variable_not_found: Variable ['start', "it's"] not found`)
    }
  )

  it("text is a template; items of a list are not", () => {
    const pool = poolOf({ v: "Joe", name: "Joe", list: ["a"] })
    const holds = (value: ExpectedValue, operator: ComparisonOperator) =>
      report(evaluateConditions([condition(operator, value)], "and", pool)).holds
    expect(holds("{{#n.name#}}", "is")).toBe(true)
    expect(holds(["{{#n.name#}}"], "in")).toBe(false)
    expect(holds("x{{#n.list#}}", "is not")).toBe(true)
  })

  it("a variable's value cannot inject a reference into the comparison", () => {
    const pool = poolOf({ v: "top", input: "{{#n.secret#}}", secret: "top" })
    expect(report(evaluateConditions([condition("is", "{{#n.input#}}")], "and", pool)).holds).toBe(false)
  })

  it("members such as __proto__ and length do not exist", () => {
    for (const name of ["__proto__", "constructor", "length"]) {
      const result = evaluateConditions([condition("exists", null, ["n", "v", name])], "and", poolOf({ v: { a: 1 } }))
      expect(shown(result)).toBe(`condition_variable_not_found: Variable ['n', 'v', '${name}'] not found`)
    }
  })
})

describe("lists of conditions", () => {
  const yes = condition("is", "abc")
  const no = condition("is", "x")
  const broken = condition(">", "1")
  const pool = poolOf({ v: "abc" })

  it("and stops at the first false, or at the first true", () => {
    expect(report(evaluateConditions([yes, no, broken], "and", pool)).results).toEqual([true, false])
    expect(report(evaluateConditions([no, yes, broken], "or", pool))).toMatchObject({
      results: [false, true],
      holds: true
    })
    expect(shown(evaluateConditions([yes, broken], "and", pool))).toContain("Invalid actual value type: number")
  })

  it("an empty list holds for and, not for or", () => {
    expect(report(evaluateConditions([], "and", pool)).holds).toBe(true)
    expect(report(evaluateConditions([], "or", pool)).holds).toBe(false)
  })

  it("reports what was compared, but not tests of existence", () => {
    const flags = poolOf({ v: true, n: 1 })
    const conditions = [condition("exists", "x"), condition("is", "{{#n.n#}}")]
    expect(report(evaluateConditions(conditions, "and", flags))).toEqual({
      inputs: [{ actual_value: true, expected_value: true, comparison_operator: "is" }],
      results: [true, true],
      holds: true
    })
  })
})
