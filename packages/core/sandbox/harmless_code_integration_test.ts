import { assert, describe, layer } from "@effect/vitest"
import { Effect } from "effect"
import { float, type Value, type ValueObject } from "../value/value.ts"
import { objectFrom } from "../value/value_object.ts"
import { CodeRunner } from "./code_runner.ts"

const limits = { timeout: 5_000, memory: 64 * 1024 * 1024, output: 1024 * 1024 }

/** What Dify's users write: a name, the inputs, the program, and what it returns. */
const programs: ReadonlyArray<readonly [name: string, inputs: ValueObject, code: string, result: ValueObject]> = [
  [
    "Dify's default",
    { arg1: "a", arg2: "b" },
    "function main({arg1, arg2}) {\n    return {\n        result: arg1 + arg2\n    }\n}",
    { result: "ab" }
  ],
  [
    "first link of a text",
    { data: "see https://a.test/x and https://b.test" },
    "function main({data}) {\n const urls = data.match(/\\bhttps?:\\/\\/[^\\s()<>]+[\\w\\/]/g) || []\n return {result: urls.length > 0 ? urls[0] : 'none'}\n}",
    { result: "https://a.test/x" }
  ],
  ["arrow function", { n: 2 }, "const main = ({ n }) => ({ n: n * 2 })", { n: 4 }],
  ["no inputs used", {}, "function main() { return { ok: true } }", { ok: true }],
  [
    "asynchronous main",
    { n: 1 },
    "async function main({ n }) { const m = await Promise.all([n, Promise.resolve(2)]); return { sum: m[0] + m[1] } }",
    { sum: 3 }
  ],
  [
    "JSON in Markdown",
    { text: '```json\n{"city": "Oslo", "n": [1, 2]}\n```' },
    "function main({ text }) { const json = text.replace(/```json|```/g, ''); return JSON.parse(json) }",
    { city: "Oslo", n: [1, 2] }
  ],
  [
    "list to lines",
    { items: [{ t: "a" }, { t: "b" }] },
    "function main({ items }) { return { text: items.map((item, i) => `${i + 1}. ${item.t}`).join('\\n') } }",
    { text: "1. a\n2. b" }
  ],
  [
    "group and sort",
    {
      rows: [
        { k: "x", v: 2 },
        { k: "y", v: 5 },
        { k: "x", v: 1 }
      ]
    },
    "function main({ rows }) { const g = Object.groupBy(rows, (r) => r.k); return { g: Object.entries(g).map(([k, v]) => ({ k, sum: v.reduce((a, b) => a + b.v, 0) })).toSorted((a, b) => b.sum - a.sum) } }",
    {
      g: [
        { k: "y", sum: 5 },
        { k: "x", sum: 3 }
      ]
    }
  ],
  [
    "base64 both ways",
    { text: "héllo" },
    "function main({ text }) { const b = Buffer.from(text).toString('base64'); return { b, back: Buffer.from(b, 'base64').toString('utf-8') } }",
    { b: "aMOpbGxv", back: "héllo" }
  ],
  [
    "hex and base64url",
    {},
    "function main() { const b = Buffer.from('68ff', 'hex'); return { n: b.length, u: b.toString('base64url'), h: Buffer.concat([b, b]).toString('hex'), b: btoa('a') + atob('Yg==') } }",
    { n: 2, u: "aP8", h: "68ff68ff", b: "YQ==b" }
  ],
  [
    "parts of a URL",
    { url: "https://a.test:8443/p/q?x=1&y=a%20b#h" },
    "function main({ url }) { const u = new URL(url); u.searchParams.set('x', '2'); return { host: u.hostname, y: u.searchParams.get('y'), href: u.href, q: new URLSearchParams({ k: 'v w' }).toString() } }",
    { host: "a.test", y: "a b", href: "https://a.test:8443/p/q?x=2&y=a+b#h", q: "k=v+w" }
  ],
  [
    "bytes of a text",
    {},
    "function main() { return { n: new TextEncoder().encode('é€').length, t: new TextDecoder().decode(new Uint8Array([104, 105])) } }",
    { n: 5, t: "hi" }
  ],
  [
    "dates are UTC",
    {},
    "function main() { const d = new Date(2024, 0, 31, 12); return { iso: d.toISOString(), day: new Date('2024-02-01T00:30:00Z').getDate() } }",
    { iso: "2024-01-31T12:00:00.000Z", day: 1 }
  ],
  [
    "copy",
    {},
    "function main() { const a = { d: new Date(0), m: [1] }; const b = structuredClone(a); b.m.push(2); return { a: a.m, b: b.m } }",
    { a: [1], b: [1, 2] }
  ],
  [
    "set, map and spread",
    { tags: ["a", "b", "a"] },
    "function main({ tags }) { return { tags: [...new Set(tags)], n: new Map([['k', 1]]).get('k') } }",
    { tags: ["a", "b"], n: 1 }
  ],
  [
    "unicode and emoji",
    { text: "日本語😀" },
    "function main({ text }) { return { n: [...text].length, last: [...text].pop(), norm: 'é'.normalize('NFD').length, words: text.match(/\\p{L}+/u)[0] } }",
    { n: 4, last: "😀", norm: 2, words: "日本語" }
  ],
  [
    "numbers",
    { i: 1, f: float(2), h: 1.5, big: 2n ** 60n },
    "function main({ i, f, h, big }) { return { i, f, h, third: Math.round(100 / 3) / 100, big: big === 2 ** 60, text: '1e+10', plain: '1e10' } }",
    { i: 1, f: 2, h: 1.5, third: 0.33, big: true, text: float(1e10), plain: "1e10" }
  ],
  [
    "missing values",
    { missing: null },
    "function main({ missing, absent }) { return { a: missing ?? 'none', b: absent === undefined, c: undefined, d: NaN, e: null } }",
    { a: "none", b: true, d: null, e: null }
  ],
  [
    "errors it handles",
    { text: "{" },
    "function main({ text }) { try { return JSON.parse(text) } catch (error) { return { error: error.name } } }",
    { error: "SyntaxError" }
  ],
  [
    "names that are only data",
    {},
    'function main() { return JSON.parse(\'{"__proto__": {"a": 1}, "constructor": 2}\') }',
    objectFrom([
      ["__proto__", { a: 1 }],
      ["constructor", 2]
    ])
  ],
  [
    "inputs with such names",
    objectFrom([["__proto__", "p"]]),
    "function main(inputs) { return { own: Object.hasOwn(inputs, '__proto__'), value: Object.values(inputs)[0] } }",
    { own: true, value: "p" }
  ],
  [
    "several functions and classes",
    {},
    "class Shop { #n = 0\n add(n) { this.#n += n; return this }\n get total() { return this.#n } }\nfunction twice(n) { return n * 2 }\nfunction main() { return { n: twice(new Shop().add(1).add(2).total) } }",
    { n: 6 }
  ],
  [
    "a declaration with the name of a global",
    {},
    "const URL = 'https://a.test'\nlet console = { log: () => 1 }\nfunction main() { console.log(); return { URL } }",
    { URL: "https://a.test" }
  ]
]

/** Names and values in order, however the objects were made. */
const plain = (value: Value): unknown => JSON.parse(JSON.stringify(value))

layer(CodeRunner.layer, { timeout: 30_000, excludeTestServices: true })("harmless JavaScript", (it) => {
  for (const [name, inputs, code, result] of programs) {
    it.effect(name, () =>
      Effect.gen(function* () {
        const runner = yield* CodeRunner
        const ran = yield* runner.run({ language: "javascript", code, inputs, limits })
        assert.deepStrictEqual(plain(ran.result), plain(result))
        assert.deepStrictEqual(Object.keys(ran.result), Object.keys(result))
      })
    )
  }

  describe("console", () => {
    it.effect("is collected in order, whatever is printed", () =>
      Effect.gen(function* () {
        const runner = yield* CodeRunner
        const code =
          "function main() { console.log('a', 1, { b: [2] }, null, undefined); console.error(new Error('no')); console.table([1]); return {} }"
        const { logs } = yield* runner.run({ language: "javascript", code, inputs: {}, limits })
        assert.strictEqual(logs, 'a 1 {"b":[2]} null undefined\nError: no\n[1]\n')
      })
    )

    it.effect("is bounded", () =>
      Effect.gen(function* () {
        const runner = yield* CodeRunner
        const code = "function main() { for (let i = 0; i < 1000; i++) console.log('x'.repeat(100)); return {} }"
        const { logs } = yield* runner.run({ language: "javascript", code, inputs: {}, limits })
        assert.isBelow(logs.length, 66_000)
        assert.include(logs.slice(-60), "more than 65536 characters printed")
      })
    )
  })
})
