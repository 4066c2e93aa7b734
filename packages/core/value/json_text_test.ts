import { describe, expect, it } from "@effect/vitest"
import { FileValue } from "./file_value.ts"
import { jsonText } from "./json_text.ts"
import { float } from "./value.ts"
import { objectFrom } from "./value_object.ts"

describe("jsonText is Python's json.dumps without ASCII escapes", () => {
  it("keeps integers, floats and big integers apart", () => {
    expect(jsonText([1, float(1), float(1e16), 1.5, -7, 2n ** 64n, float(-0)])).toBe(
      "[1, 1.0, 1e+16, 1.5, -7, 18446744073709551616, -0.0]"
    )
  })

  it("writes the numbers JSON has no words for as Python does", () => {
    expect(jsonText([Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY])).toBe(
      "[NaN, Infinity, -Infinity]"
    )
  })

  it("escapes controls and quotes only", () => {
    expect(jsonText('"\\\n\u0000\u001f\u007f\u2028é漢😀')).toBe('"\\"\\\\\\n\\u0000\\u001f\u007f\u2028é漢😀"')
  })

  it("escapes a lone surrogate, so that the text can be stored", () => {
    expect(jsonText(["\ud800"])).toBe('["\\ud800"]')
  })

  it("indents members, but not empty lists and objects", () => {
    expect(jsonText({ a: [1, { b: [] }], c: {} }, { indent: 2 })).toBe(
      '{\n  "a": [\n    1,\n    {\n      "b": []\n    }\n  ],\n  "c": {}\n}'
    )
  })

  it("writes a file in Dify's long form and never its bytes", () => {
    const file = new FileValue({ type: "image", transfer_method: "local_file", bytes: new Uint8Array([1, 2, 3]) })
    const text = jsonText([file])
    expect(JSON.parse(text)).toEqual([file.toJSON()])
    expect(text).not.toContain("bytes")
  })

  it("a key named __proto__ is written", () => {
    expect(jsonText(objectFrom([["__proto__", { a: 1 }]]))).toBe('{"__proto__": {"a": 1}}')
  })
})
