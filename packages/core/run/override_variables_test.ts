import { assert, describe, it } from "@effect/vitest"
import { Result } from "effect"
import type { VariableType } from "../dsl/workflow_document.ts"
import { float, type Value } from "../value/value.ts"
import { objectFrom } from "../value/value_object.ts"
import { conversationOf, environmentOf } from "./override_variables.ts"

const variable = (type: VariableType, name = "V") => ({ id: "", name, description: "", type, value: "default" })

const read = (type: VariableType, given: unknown): unknown =>
  Result.match(environmentOf([variable(type)], { V: given }), {
    onSuccess: (values) => values.V,
    onFailure: ({ code }) => code
  })

describe("environmentOf", () => {
  const taken: ReadonlyArray<readonly [VariableType, unknown, Value]> = [
    ["string", "5", "5"],
    ["string", "", ""],
    ["secret", 5, "5"],
    ["secret", { token: "t" }, '{"token": "t"}'],
    ["number", "5", 5],
    ["number", " -1_000 ", -1000],
    ["number", "5.0", float(5)],
    ["number", "1e3", float(1000)],
    ["number", ".5", 0.5],
    ["number", 5, 5],
    ["number", 2.5, 2.5],
    ["boolean", "true", true],
    ["boolean", "False", false],
    ["boolean", false, false],
    ["object", '{"a": 1}', objectFrom([["a", 1]])],
    ["object", { a: 1 }, objectFrom([["a", 1]])],
    ["array[string]", '["a"]', ["a"]],
    ["array[string]", [], []],
    ["array[number]", "[1, 2.5]", [1, 2.5]],
    ["array[boolean]", [true], [true]],
    ["array[object]", "[{}]", [objectFrom([])]]
  ]

  it.each(taken)("takes for %s %j: %j", (type, given, value) => {
    assert.deepStrictEqual(read(type, given), value)
  })

  const refused: ReadonlyArray<readonly [VariableType, unknown]> = [
    ["string", 5],
    ["string", null],
    ["number", "abc"],
    ["number", ""],
    ["number", "0x10"],
    ["number", "inf"],
    ["number", "1e999"],
    ["number", "true"],
    ["number", "[1]"],
    ["number", true],
    ["number", null],
    ["number", [5]],
    ["number", "9".repeat(100_000)],
    ["boolean", "yes"],
    ["boolean", 1],
    ["object", "{"],
    ["object", "[]"],
    ["object", null],
    ["array[string]", "a"],
    ["array[string]", "[1]"],
    ["array[number]", ["1"]],
    ["array[object]", [[]]]
  ]

  it.each(refused)("refuses for %s %j", (type, given) => {
    assert.strictEqual(read(type, given), "variable_type_mismatch")
  })

  it("names the variable, its type, and what was given, which may be long or odd", () => {
    const told = (given: unknown): string =>
      Result.getOrThrow(
        Result.flip(environmentOf([variable("number", "__proto__")], Object.fromEntries([["__proto__", given]])))
      ).message
    assert.strictEqual(
      told('a"b'),
      'The environment variable "__proto__" is of type number, and the value given for it is the text "a\\"b"'
    )
    assert.strictEqual(
      told([]),
      'The environment variable "__proto__" is of type number, and the value given for it is of type list'
    )
    assert.isBelow(told("x".repeat(1e6)).length, 200)
  })

  it("speaks of conversation variables under their name", () => {
    const error = Result.getOrThrow(Result.flip(conversationOf([variable("number")], { V: "x" })))
    assert.include(error.message, "The conversation variable")
    assert.deepStrictEqual("params" in error ? error.params : {}, { variable: "V", type: "number" })
  })

  it("keeps the values of the file where nothing is given", () => {
    assert.deepStrictEqual(Result.getOrThrow(environmentOf([variable("string")])), objectFrom([["V", "default"]]))
  })
})
