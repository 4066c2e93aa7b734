import { describe, expect, it } from "@effect/vitest"
import { FileValue } from "./file_value.ts"
import { markdownOf, textOf } from "./text_form.ts"
import { float, type Value } from "./value.ts"
import { objectFrom } from "./value_object.ts"
import { valueType } from "./value_type.ts"

const image = new FileValue({
  type: "image",
  transfer_method: "remote_url",
  remote_url: "https://a.test/i.png",
  filename: "i.png"
})
const nameless = new FileValue({
  type: "document",
  transfer_method: "remote_url",
  remote_url: "https://a.test/report"
})

/** Raw value, value_type, text, markdown: executed with Dify's engine. */
const vectors: ReadonlyArray<readonly [Value, string, string, string]> = [
  [true, "boolean", "True", "True"],
  [false, "boolean", "False", "False"],
  [1, "integer", "1", "1"],
  [2n ** 70n, "integer", "1180591620717411303424", "1180591620717411303424"],
  [float(1), "float", "1.0", "1.0"],
  [float(1e16), "float", "1e+16", "1e+16"],
  [float(-0), "float", "-0.0", "-0.0"],
  [-0, "float", "-0.0", "-0.0"],
  [2.5, "float", "2.5", "2.5"],
  [Number.NaN, "float", "nan", "nan"],
  [Number.NEGATIVE_INFINITY, "float", "-inf", "-inf"],
  ["é", "string", "é", "é"],
  [["x", "é"], "array[string]", '["x", "é"]', "- x\n- é"],
  [{ k: [1, null, "é"] }, "object", '{"k": [1, null, "é"]}', '{\n  "k": [\n    1,\n    null,\n    "é"\n  ]\n}'],
  [{}, "object", "{}", "{}"],
  [{ k: [] }, "object", '{"k": []}', '{\n  "k": []\n}'],
  [[1, 2.5], "array[number]", "[1, 2.5]", "- 1\n- 2.5"],
  [[float(1)], "array[number]", "[1.0]", "- 1.0"],
  [null, "none", "", ""],
  [[], "array[any]", "", ""],
  [[{ a: "b'c" }], "array[object]", `[{'a': "b'c"}]`, `- {'a': "b'c"}`],
  [[true, false], "array[boolean]", "[True, False]", "- True\n- False"],
  [[true, 1], "array[any]", "[True, 1]", "- True\n- 1"],
  [[["a"]], "array[any]", "[['a']]", "- ['a']"],
  [[[], 1], "array[any]", "[[], 1]", "- []\n- 1"],
  [[null], "array[any]", "[None]", "- None"],
  [[1, "a"], "array[any]", "[1, 'a']", "- 1\n- a"],
  [image, "file", "", "![i.png](https://a.test/i.png)"],
  [nameless, "file", "", "[https://a.test/report](https://a.test/report)"],
  [
    [image, nameless],
    "array[file]",
    "",
    "![i.png](https://a.test/i.png)\n[https://a.test/report](https://a.test/report)"
  ]
]

describe("the forms of a value are Dify's", () => {
  it.each(vectors)("vector %#: $1 $2", (value, type, text, markdown) => {
    expect(valueType(value)).toBe(type)
    expect(textOf(value)).toBe(text)
    expect(markdownOf(value)).toBe(markdown)
  })

  it("a key named __proto__ or toJSON is data", () => {
    const hostile = objectFrom([
      ["__proto__", 1],
      ["toJSON", "x"],
      ["constructor", null]
    ])
    expect(valueType(hostile)).toBe("object")
    expect(textOf(hostile)).toBe('{"__proto__": 1, "toJSON": "x", "constructor": null}')
    expect(textOf([hostile, 1])).toBe("[{'__proto__': 1, 'toJSON': 'x', 'constructor': None}, 1]")
  })
})
