import { assert, describe, it } from "@effect/vitest"
import { Result } from "effect"
import { jsonText } from "../value/json_text.ts"
import { property } from "../value/value_object.ts"
import { readCodeResult } from "./read_code_result.ts"

const shown = (text: string): string =>
  Result.match(readCodeResult(text), { onSuccess: jsonText, onFailure: (error) => `${error.code}: ${error.message}` })

describe("readCodeResult", () => {
  const cases: ReadonlyArray<readonly [text: string, expected: string]> = [
    ['{"a":1,"b":1.5,"c":[null,true]}', '{"a": 1, "b": 1.5, "c": [null, true]}'],
    ['{"a":9007199254740993}', '{"a": 9007199254740993}'],
    ['{"a":"1e+10","b":["-2.5E-3"],"c":{"d":"1.e+2"}}', '{"a": 10000000000.0, "b": [-0.0025], "c": {"d": 100.0}}'],
    [
      '{"a":"1e10","b":"e+1","c":"1e+","d":" 1e+1","e":"1e+1 km"}',
      '{"a": "1e10", "b": "e+1", "c": "1e+", "d": " 1e+1", "e": "1e+1 km"}'
    ],
    ["[1]", "code_result_invalid: Result must be a dict, got list"],
    ["1", "code_result_invalid: Result must be a dict, got int"],
    ["1.5", "code_result_invalid: Result must be a dict, got float"],
    ['"a"', "code_result_invalid: Result must be a dict, got str"],
    ["true", "code_result_invalid: Result must be a dict, got bool"],
    ["null", "code_result_invalid: Result must be a dict, got NoneType"]
  ]
  for (const [text, expected] of cases) it(text, () => assert.strictEqual(shown(text), expected))

  it("refuses text that is nested too deep, with a sentence", () => {
    const text = `{"a":${"[".repeat(200)}${"]".repeat(200)}}`
    assert.strictEqual(
      shown(text),
      "code_result_invalid: Failed to parse JSON response: the JSON is nested more than 100 levels deep."
    )
  })

  it("takes the name __proto__ as data", () => {
    const result = Result.getOrThrow(readCodeResult('{"__proto__":{"polluted":"1e+1"}}'))
    assert.deepStrictEqual(Object.keys(result), ["__proto__"])
    assert.isDefined(property(result, "__proto__"))
    assert.isUndefined(Reflect.get({}, "polluted"))
  })
})
