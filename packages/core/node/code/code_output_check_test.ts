import { assert, describe, it } from "@effect/vitest"
import { Result } from "effect"
import { jsonText } from "../../value/json_text.ts"
import { parseJson } from "../../value/parse_json.ts"
import { float, type ValueObject } from "../../value/value.ts"
import { isValueObject, objectFrom } from "../../value/value_object.ts"
import { defaultNodeLimits } from "../node_context.ts"
import type { CodeOutput, CodeOutputs, CodeOutputType } from "./code_config.ts"
import { codeErrorType } from "./code_error_type.ts"
import { checkCodeOutput } from "./code_output_check.ts"

const limits = {
  ...defaultNodeLimits,
  codeStringLength: 5,
  codeNumberArrayLength: 3,
  codeStringArrayLength: 2,
  codeObjectArrayLength: 2
}

/** The checked result as JSON, or Dify's type and message. */
const shown = (result: ValueObject, outputs: CodeOutputs | null): string =>
  Result.match(checkCodeOutput(result, outputs, limits), {
    onSuccess: jsonText,
    onFailure: (error) => `${error.code} ${codeErrorType(error)}: ${error.message}`
  })

const read = (text: string): ValueObject => {
  const value = Result.getOrThrow(parseJson(text))
  return isValueObject(value) ? value : {}
}

const mismatch = (message: string) => `code_output_type_mismatch OutputValidationError: ${message}`
const beyond = (message: string) => `code_output_limit_exceeded OutputValidationError: ${message}`
const tooDeep = "code_output_too_deep DepthLimitError: Depth limit 5 reached, object too deep."
const range = "is out of range, it must be between -9223372036854775807 and 9223372036854775807."

/** The declared type of the output `a`, the value as JSON, and what comes out. */
const typed: ReadonlyArray<readonly [type: CodeOutputType, value: string, expected: string]> = [
  ["string", '"x"', '"x"'],
  ["string", "null", "null"],
  ["string", "1", mismatch("Output a must be a string, got int instead.")],
  ["string", "true", mismatch("Output a must be a string, got bool instead.")],
  ["string", "{}", mismatch("Output a must be a string, got dict instead.")],
  ["string", '"12345"', '"12345"'],
  ["string", '"123456"', beyond("The length of output variable `a` must be less than 5 characters")],
  ["string", '"😀😀😀😀😀"', '"😀😀😀😀😀"'],
  ["string", '"😀😀😀😀😀😀"', beyond("The length of output variable `a` must be less than 5 characters")],
  ["string", '"a\\u0000b"', '"ab"'],
  ["number", "1", "1"],
  ["number", "1.0", "1.0"],
  ["number", "null", "null"],
  ["number", "true", "1"],
  ["number", "false", "0"],
  ["number", '"1"', mismatch("Output a is not a number, got <class 'str'> instead.")],
  ["number", "[]", mismatch("Output a is not a number, got <class 'list'> instead.")],
  ["number", "9223372036854775807", "9223372036854775807"],
  ["number", "-9223372036854775807", "-9223372036854775807"],
  ["number", "9223372036854775808", beyond(`Output variable \`a\` ${range}`)],
  ["number", "-9223372036854775808", beyond(`Output variable \`a\` ${range}`)],
  ["number", "1e19", beyond(`Output variable \`a\` ${range}`)],
  ["number", "0.00000000000000000001", "1e-20"],
  ["number", "1.5e-20", beyond("Output variable `a` has too high precision, it must be less than 20 digits.")],
  ["boolean", "true", "true"],
  ["boolean", "null", "null"],
  ["boolean", '"notbool"', '"notbool"'],
  ["boolean", "1", "1"],
  ["boolean", '{"a": [1, "x"]}', '{"a": [1, "x"]}'],
  ["object", '{"k":[1]}', '{"k": [1]}'],
  ["object", "null", "null"],
  ["object", "[]", mismatch("Output a is not an object, got <class 'list'> instead.")],
  ["array[number]", "[1, 1.5, true]", "[1, 1.5, 1]"],
  ["array[number]", "[]", "[]"],
  ["array[number]", "null", "null"],
  ["array[number]", "[1, null]", mismatch("The element at index 1 of output variable `a` must be a number.")],
  ["array[number]", '[1e30, "x"]', mismatch("The element at index 1 of output variable `a` must be a number.")],
  ["array[number]", "[1, 1e30]", "[1, 1e+30]"],
  ["array[number]", "[1, 2, 3]", "[1, 2, 3]"],
  ["array[number]", "[1, 2, 3, 4]", beyond("The length of output variable `a` must be less than 3 elements.")],
  ["array[number]", "{}", mismatch("Output a is not an array, got <class 'dict'> instead.")],
  ["array[string]", '["x", null]', '["x", null]'],
  ["array[string]", '["x", 1]', mismatch("Output a[1] must be a string, got int instead.")],
  ["array[string]", '["1", "2", "3"]', beyond("The length of output variable `a` must be less than 2 elements.")],
  ["array[string]", '["123456"]', beyond("The length of output variable `a[0]` must be less than 5 characters")],
  ["array[string]", '"x"', mismatch("Output a is not an array, got <class 'str'> instead.")],
  ["array[boolean]", "[true, null, false, true, true]", "[true, null, false, true, true]"],
  ["array[boolean]", "[true, 0]", mismatch("Output a[1] is not a boolean, got <class 'int'> instead.")],
  ["array[object]", '[{"k": 1}, null]', '[{"k": 1}, null]'],
  ["array[object]", '[{}, "x"]', mismatch("Output a[1] is not an object, got <class 'str'> instead at index 1.")],
  ["array[object]", "[{}, {}, {}]", beyond("The length of output variable `a` must be less than 2 elements.")]
]

/** Values of an output `a` of type object without children. */
const untyped: ReadonlyArray<readonly [value: string, expected: string]> = [
  ['{"b": true, "n": 1.5, "s": "x\\u0000", "x": null}', '{"b": true, "n": 1.5, "s": "x\\u0000", "x": null}'],
  ['{"s": "123456"}', beyond("The length of output variable `a.s` must be less than 5 characters")],
  ['{"n": 1e30}', beyond(`Output variable \`a.n\` ${range}`)],
  ['{"l": [1, true, null, 2.5]}', '{"l": [1, true, null, 2.5]}'],
  ['{"l": [1, "x"]}', mismatch("Output a.l is not a valid array. make sure all elements are of the same type.")],
  ['{"l": [{}, []]}', mismatch("Output a.l is not a valid array. make sure all elements are of the same type.")],
  ['{"l": [null, "x", 1]}', '{"l": [null, "x", 1]}'],
  ['{"l": ["x", "123456"]}', beyond("The length of output variable `a.l[1]` must be less than 5 characters")],
  ['{"l": [{"n": 1e30}]}', beyond(`Output variable \`a.l[0].n\` ${range}`)],
  ['{"l": [["x"], [1]]}', '{"l": [["x"], [1]]}'],
  ['{"l": [["x", 1]]}', mismatch("Output a.l[0] is not a valid array. make sure all elements are of the same type.")],
  ['{"b": {"c": {"d": {}}}}', '{"b": {"c": {"d": {}}}}'],
  ['{"b": {"c": {"d": {"e": {}}}}}', tooDeep],
  ['{"b": {"c": [{"d": {}}]}}', '{"b": {"c": [{"d": {}}]}}'],
  ['{"b": {"c": [{"d": {"e": {}}}]}}', tooDeep],
  ['{"l": [[[[[1]]]]]}', tooDeep]
]

describe("checkCodeOutput", () => {
  for (const [type, value, expected] of typed) {
    it(`${type}: ${value}`, () => {
      const result = shown(read(`{"a":${value}}`), { a: { type } })
      assert.strictEqual(result, expected.startsWith("code_") ? expected : `{"a": ${expected}}`)
    })
  }

  for (const [value, expected] of untyped) {
    it(`object without children: ${value}`, () => {
      const result = shown(read(`{"a":${value}}`), { a: { type: "object", children: null } })
      assert.strictEqual(result, expected.startsWith("code_") ? expected : `{"a": ${expected}}`)
    })
  }

  it("weakness 23: items of lists are checked for their type, not for their range", () => {
    const outcome = (type: CodeOutputType, value: string) => shown(read(`{"a": ${value}}`), { a: { type } })
    for (const value of ["[true, 1]", '[false, "x"]'])
      assert.include(outcome("array[boolean]", value), "is not a boolean")
    assert.strictEqual(
      outcome("array[number]", "[9223372036854775808, 1.5e-20]"),
      '{"a": [9223372036854775808, 1.5e-20]}'
    )
    assert.include(outcome("array[number]", '[1, "2"]'), "must be a number")
  })

  it("wants every declared name and no other", () => {
    assert.strictEqual(
      shown({}, { a: { type: "string" } }),
      "code_output_missing OutputValidationError: Output a is missing."
    )
    const extra = "code_output_undeclared CodeNodeError: Not all output parameters are validated."
    assert.strictEqual(shown({ a: "x", b: 1 }, { a: { type: "string" } }), extra)
    assert.strictEqual(shown({ a: 1 }, {}), extra)
    assert.strictEqual(shown({}, {}), "{}")
  })

  it("checks the members of declared objects, with their paths", () => {
    const outputs: CodeOutputs = { root: { type: "object", children: { child: { type: "number" } } } }
    assert.strictEqual(
      shown({ root: {} }, outputs),
      "code_output_missing OutputValidationError: Output root.child is missing."
    )
    assert.strictEqual(
      shown({ root: { child: "x" } }, outputs),
      mismatch("Output root.child is not a number, got <class 'str'> instead.")
    )
    assert.strictEqual(shown({ root: { child: true } }, outputs), '{"root": {"child": 1}}')
    assert.strictEqual(shown({ root: null }, outputs), '{"root": null}')
  })

  it("looks at the shape of all objects of a list before it looks into one", () => {
    const outputs: CodeOutputs = { items: { type: "array[object]", children: { n: { type: "number" } } } }
    assert.strictEqual(
      shown({ items: [{ n: "wrong" }, "x"] }, outputs),
      mismatch("Output items[1] is not an object, got <class 'str'> instead at index 1.")
    )
    assert.strictEqual(
      shown({ items: [{ n: 1 }, { n: "x" }] }, outputs),
      mismatch("Output items[1].n is not a number, got <class 'str'> instead.")
    )
  })

  it("counts the depth of declared objects too", () => {
    let output: CodeOutput = { type: "object" }
    for (let level = 0; level < 4; level++) output = { type: "object", children: { a: output } }
    assert.strictEqual(shown(read('{"a":{"a":{"a":{"a":{"a":{}}}}}}'), { a: output }), tooDeep)
  })

  it("keeps floats and large integers as they are", () => {
    assert.strictEqual(
      shown({ a: float(2), b: 2n ** 60n }, { a: { type: "number" }, b: { type: "number" } }),
      '{"a": 2.0, "b": 1152921504606846976}'
    )
  })

  it("checks limits only where nothing is declared", () => {
    assert.strictEqual(shown({ any: [1], more: "x" }, null), '{"any": [1], "more": "x"}')
    assert.strictEqual(
      shown({ any: "123456" }, null),
      beyond("The length of output variable `any` must be less than 5 characters")
    )
  })

  it("takes the names __proto__ and constructor as data", () => {
    const names = ["__proto__", "constructor"]
    const outputs = JSON.parse('{"__proto__": {"type": "string"}, "constructor": {"type": "string"}}')
    assert.include(shown({}, outputs), "Output __proto__ is missing.")
    const checked = Result.getOrThrow(checkCodeOutput(objectFrom(names.map((name) => [name, "x"])), outputs, limits))
    assert.deepStrictEqual(Object.keys(checked), names)
    assert.isUndefined(Reflect.get({}, "type"))
  })
})
