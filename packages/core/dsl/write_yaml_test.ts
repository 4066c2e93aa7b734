import { assert, describe, it } from "@effect/vitest"
import { Result } from "effect"
import * as fc from "fast-check"
import { toPlain } from "../value/to_plain.ts"
import { readYaml } from "./read_yaml.ts"
import { writeYaml } from "./write_yaml.ts"

const readBack = (text: string): unknown => toPlain(Result.getOrThrow(readYaml(text)).value)

const hostile = [
  "",
  " ",
  "yes",
  "No",
  "null",
  "~",
  "010",
  "1_000",
  "12:30",
  "1e3",
  "1.5",
  ".inf",
  "0x1f",
  "2024-01-02",
  "a: b",
  "a #b",
  "- a",
  "? a",
  "!tag",
  "&anchor",
  "*alias",
  "{{#start.name#}}",
  "---",
  "...",
  "a\nb",
  "a\nb\n",
  "a\nb\n\n",
  "\na",
  " a\nb",
  "a\n b\n\n  c",
  "a\n   \nb",
  "a\r\nb",
  "tab\tin\nlines",
  "\ttab",
  "a \nb ",
  "--- \n...\n",
  "# no comment\nx: y",
  "\u0000",
  "\u0085\u2028\u2029",
  "\ufeff",
  "\ud800",
  "\u{1f600}",
  "__proto__",
  "constructor",
  'quote " and \\ backslash',
  "x".repeat(2000)
]

describe("writeYaml", () => {
  it("hostile: every text is read back as it was, as a value, an item and a name", () => {
    for (const text of hostile) {
      const data = { value: text, items: [text, [text], { inner: text }], deep: { er: { x: text } } }
      assert.deepStrictEqual(readBack(writeYaml(data)), data, JSON.stringify(text))
      const named = JSON.parse(`{${JSON.stringify(text)}: {${JSON.stringify(text)}: [1]}}`)
      const read = readBack(writeYaml(named))
      assert.strictEqual(JSON.stringify(read), JSON.stringify(named), `name ${JSON.stringify(text.slice(0, 40))}`)
    }
  })

  it("keeps integers, floats and big integers apart", () => {
    const data = { a: [0, -0, 1, -7, 1.5, 1e21, 1e-7, -2.5e300, 2 ** 53, Infinity, -Infinity, NaN], b: 2n ** 70n }
    assert.deepStrictEqual(readBack(writeYaml(data)), data)
  })

  it("any JSON is read back equal, and written equal again", () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 5 }), (json) => {
        const data = { data: JSON.parse(JSON.stringify(json)) }
        const text = writeYaml(data)
        const read = readBack(text)
        assert.deepStrictEqual(read, data)
        assert.strictEqual(writeYaml(read), text)
      }),
      { numRuns: 500, seed: 7 }
    )
  })

  it("looks like an export of Dify", () => {
    const data = {
      workflow: { nodes: [{ id: "1", data: { code: "a = 1\nb = 2\n", empty: [], none: {} } }] },
      kind: "app"
    }
    const text = `kind: app
workflow:
  nodes:
  - data:
      code: |
        a = 1
        b = 2
      empty: []
      none: {}
    id: "1"
`
    assert.strictEqual(writeYaml(data), text)
  })
})
