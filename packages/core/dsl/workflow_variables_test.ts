import { describe, it } from "@effect/vitest"
import { assert } from "vitest"
import type { Value } from "../value/value.ts"
import { objectFrom } from "../value/value_object.ts"
import { node, readGraph } from "./_test_file.ts"

const read = (variables: unknown, kind: "environment" | "conversation" = "environment") => {
  const { document, problems } = readGraph([node("s", "start")], [], { [`${kind}_variables`]: variables })
  return {
    variables: document[kind],
    problems: problems.map(({ message }) => message),
    codes: problems.map(({ code }) => code)
  }
}

describe("readVariables", () => {
  const values: ReadonlyArray<readonly [string, unknown, Value]> = [
    ["string", "x", "x"],
    ["secret", "", ""],
    ["number", 1, 1],
    ["number", 2.5, 2.5],
    ["boolean", false, false],
    ["object", { a: 1 }, objectFrom([["a", 1]])],
    ["array[string]", ["a"], ["a"]],
    ["array[number]", [1, 2.5], [1, 2.5]],
    ["array[object]", [{}], [objectFrom([])]],
    ["array[boolean]", [true], [true]]
  ]

  it.each(values)("takes a value of type %s: %j", (value_type, value, expected) => {
    const { problems, variables } = read([{ id: "i", name: "n", value_type, value }])
    assert.deepStrictEqual(problems, [])
    const [variable, ...others] = variables.map(({ id, name, description, type, value: read }) => [
      id,
      name,
      description,
      type,
      read
    ])
    assert.deepStrictEqual(variable, ["i", "n", "", value_type, expected])
    assert.deepStrictEqual(others, [])
  })

  const faults: ReadonlyArray<readonly [unknown, string]> = [
    ["text", "a variable must be a mapping"],
    [{ value_type: "string", value: "x" }, "missing name"],
    [{ name: "", value_type: "string", value: "x" }, "missing name"],
    [{ name: "n", value: "x" }, 'variable "n": missing value type'],
    [{ name: "n", value_type: "string" }, 'variable "n": missing value'],
    [{ name: "n", value_type: "file", value: {} }, 'variable "n": not supported value type file'],
    [{ name: "n", value_type: "number", value: "1" }, 'variable "n": invalid number value 1'],
    [{ name: "n", value_type: "string", value: 1 }, 'variable "n": its value is not of type string'],
    [{ name: "n", value_type: "array[string]", value: [1] }, 'variable "n": its value is not of type array[string]']
  ]

  it.each(faults)("refuses %j", (variable, message) => {
    const { problems, codes, variables } = read([variable])
    assert.deepStrictEqual(problems, [message])
    assert.deepStrictEqual(codes, ["dsl_environment_variable_invalid"])
    assert.deepStrictEqual(variables, [])
  })

  it("limits descriptions of conversation variables", () => {
    const variable = { name: "n", value_type: "string", value: "x", description: "é".repeat(256) }
    assert.deepStrictEqual(read([variable], "conversation").problems, [
      "description of variable 'n' is too long (max 255 characters)"
    ])
    assert.deepStrictEqual(read([variable]).problems, [])
  })

  it("takes null and absent as none, and the last of equal names with a warning", () => {
    assert.deepStrictEqual(read(null).problems, [])
    assert.deepStrictEqual(read({ a: 1 }).problems, ["environment_variables must be a list"])
    const twice = read([
      { name: "n", value_type: "number", value: 1 },
      { name: "n", value_type: "number", value: 2 }
    ])
    assert.deepStrictEqual(
      twice.variables.map(({ value }) => value),
      [2]
    )
    assert.deepStrictEqual(twice.problems, ['variable "n" is there twice; the last one counts'])
  })
})
