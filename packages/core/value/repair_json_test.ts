import { assert, describe, it } from "@effect/vitest"
import { Result } from "effect"
import { jsonText } from "./json_text.ts"
import { repairJson } from "./repair_json.ts"

const repaired = (text: string): string =>
  Result.match(repairJson(text), { onSuccess: (value) => jsonText(value), onFailure: (reason) => `failed: ${reason}` })

const uuid = "3f2504e0-4f89-11d3-9a0c-0305e82c3301"

describe("repairJson", () => {
  it.each<[string, string]>([
    // 8.2 case 20
    [`{"rowId": ${uuid}}`, `{"rowId": "${uuid}"}`],
    [`{\n  "rowId": ${uuid}\n}`, `{"rowId": "${uuid}"}`],
    [
      `{"rowId": 00000000-4f89-11d3-9a0c-0305e82c3301, "n": 5}`,
      `{"rowId": "00000000-4f89-11d3-9a0c-0305e82c3301", "n": 5}`
    ],
    [
      `{"n": 1, "f": 1.0, "t": hello world, "b": true, "z": null}`,
      `{"n": 1, "f": 1.0, "t": "hello world", "b": true, "z": null}`
    ],
    // What templates put into texts.
    [`{"text": "one\ntwo\tthree"}`, `{"text": "one\\ntwo\\tthree"}`],
    [`{"text": "he said "hi" to me"}`, `{"text": "he said \\"hi\\" to me"}`],
    [`{"text": "he said "hi", then left", "n": 1}`, `{"text": "he said \\"hi\\", then left", "n": 1}`],
    [`{"body": "{"a": 1, "b": 2}"}`, `{"body": "{\\"a\\": 1, \\"b\\": 2}"}`],
    [`{"html": "<h3 id="aaa">Hi - "there"?</h3>"}`, `{"html": "<h3 id=\\"aaa\\">Hi - \\"there\\"?</h3>"}`],
    [`["lorem "ipsum" sic", "x"]`, `["lorem \\"ipsum\\" sic", "x"]`],
    [`{"path": "C:\\dir\\new"}`, `{"path": "C:\\\\dir\\new"}`],
    [
      `{"a": hello, world, "b": http://x.test/?q=1, "c": 2024-01-01 10:00:00}`,
      `{"a": "hello, world", "b": "http://x.test/?q=1", "c": "2024-01-01 10:00:00"}`
    ],
    // Python, JavaScript, tables, models.
    [`{'a': 'it', "b": None, c: True}`, `{"a": "it", "b": null, "c": true}`],
    [`{“a”: “b”, "c": ""d"}`, `{"a": "b", "c": "d"}`],
    [`{"a": 1, /* why */ "b": 2, // end\n "c": 3}`, `{"a": 1, "b": 2, "c": 3}`],
    [`{"a": true, REMARK "b": 2}`, `{"a": true, "b": 2}`],
    ['Here you are:\n```json\n{"a": 1,}\n```', `{"a": 1}`],
    [`{"a": , "b": }`, `{"a": "", "b": ""}`],
    [`{"a": "b" "c": "d"}`, `{"a": "b", "c": "d"}`],
    [`[1 , 2, ... , 3,]`, `[1, 2, 3]`],
    [
      `{"a": .5, "b": 1., "c": 1_000, "d": 1/3, "e": 10-20}`,
      `{"a": 0.5, "b": 1.0, "c": 1000, "d": "1/3", "e": "10-20"}`
    ],
    [`{"id": 123456789012345678901234567890, "x": y}`, `{"id": 123456789012345678901234567890, "x": "y"}`],
    // Cut off, or closed wrongly.
    [`{"a": [1, {"b": "c`, `{"a": [1, {"b": "c"}]}`],
    [`{"a": "value}`, `{"a": "value"}`],
    [`{"a": ["x", "y"}, "b": [1]}`, `{"a": ["x", "y"], "b": [1]}`],
    [`[{"a": 1}},{"b": 2}]`, `[{"a": 1}, {"b": 2}]`],
    [`{"a": 1} and {"b": 2}`, `[{"a": 1}, {"b": 2}]`]
  ])("%s", (text, expected) => assert.strictEqual(repaired(text), expected))

  it("valid JSON is read exactly", () => {
    assert.strictEqual(repaired(`{"a": [1.0, 12345678901234567890, "x"]}`), `{"a": [1.0, 12345678901234567890, "x"]}`)
    assert.strictEqual(repaired(`"text"`), `"text"`)
  })

  it.each(["", "   ", "text", "]}", "'x'"])("%j has no JSON in it", (text) =>
    assert.strictEqual(repaired(text), "failed: there is no JSON in the text")
  )

  it("__proto__ is a key like any other", () => {
    const value = Result.getOrThrow(repairJson(`{__proto__: {polluted: yes}, "x": y}`))
    assert.strictEqual(jsonText(value), `{"__proto__": {"polluted": "yes"}, "x": "y"}`)
    assert.isUndefined(Reflect.get({}, "polluted"))
  })

  it("C.3 row 15: depth 100,000 is refused", () => {
    for (const text of ["[".repeat(100_000), "{a:".repeat(100_000), `{"a":[`.repeat(100_000)]) {
      assert.strictEqual(repaired(text), "failed: the JSON is nested more than 100 levels deep")
    }
  })

  it("a megabyte of hostile text takes time in proportion to it", () => {
    const shapes = [
      `"a" `,
      `" ,"`,
      `a, `,
      `\\`,
      `"`,
      `{"a": "`,
      `{"a": x `,
      `"x":`,
      ` `,
      `\n\n,`,
      `}`,
      `[}`,
      `'"`,
      `{"k": b  "`,
      `//`,
      `/*`
    ]
    for (const shape of shapes) {
      for (const prefix of [`{"k": "`, `{"k": v`, `[`, ``]) {
        const text = prefix + shape.repeat(Math.ceil(250_000 / shape.length))
        const started = performance.now()
        repairJson(text)
        assert.isBelow(performance.now() - started, 2000, `${prefix}${shape}`)
      }
    }
  })
})
