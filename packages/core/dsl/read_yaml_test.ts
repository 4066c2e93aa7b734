import { describe, it } from "@effect/vitest"
import { Result } from "effect"
import { assert } from "vitest"
import { FileValue } from "../value/file_value.ts"
import { float, type Value } from "../value/value.ts"
import { objectFrom } from "../value/value_object.ts"
import { readYaml, type YamlFault } from "./read_yaml.ts"

const valueOf = (text: string): Value => Result.getOrThrow(readYaml(text)).value

const faultOf = (text: string): YamlFault => Result.getOrThrow(Result.flip(readYaml(text)))

const object = (members: { readonly [name: string]: Value }): Value => objectFrom(Object.entries(members))

describe("readYaml", () => {
  // Oracle: PyYAML 6.0.3, safe_load.
  const scalars: ReadonlyArray<readonly [string, Value]> = [
    ["yes", true],
    ["No", false],
    ["ON", true],
    ["off", false],
    ["True", true],
    ["yEs", "yEs"],
    ["y", "y"],
    ["n", "n"],
    ["~", null],
    ["Null", null],
    ["nULL", "nULL"],
    ["010", 8],
    ["08", "08"],
    ["000568", "000568"],
    ["0o10", "0o10"],
    ["0x1F", 31],
    ["-0x1f", -31],
    ["0b11", 3],
    ["0b_", "0b_"],
    ["1_000", 1000],
    ["_1", "_1"],
    ["-0", 0],
    ["+1", 1],
    ["12:30", 750],
    ["12:30:45", 45_045],
    ["-1:30", -90],
    ["1:60", "1:60"],
    ["9007199254740993", 9_007_199_254_740_993n],
    ["1.0", float(1)],
    ["1.", float(1)],
    [".5", 0.5],
    ["-.5", "-.5"],
    ["1e3", "1e3"],
    ["1.0e3", "1.0e3"],
    ["1.5e+3", float(1500)],
    ["1_0.5", 10.5],
    ["12:30.5", 750.5],
    ["-.Inf", Number.NEGATIVE_INFINITY],
    ["123e4567", "123e4567"],
    ["2024-01-02", "2024-01-02"],
    ["=", "="],
    ["a: b"[0] ?? "", "a"]
  ]

  it.each(scalars)("takes %s as PyYAML does", (text, value) => {
    assert.deepStrictEqual(valueOf(`key: ${text}`), object({ key: value }))
  })

  it("takes .NaN as no number", () => {
    assert.deepStrictEqual(valueOf("[.NaN, nan]"), [Number.NaN, "nan"])
  })

  it("keeps an integer of more than 4300 digits as text", () => {
    const digits = "1".repeat(5000)
    assert.strictEqual(valueOf(digits), digits)
  })

  const texts: ReadonlyArray<readonly [string, string, Value]> = [
    ["folds plain lines", "a: one\n  two\n\n  three\nb: 1", object({ a: "one two\nthree", b: 1 })],
    ["folds quoted lines, indented or not", "a: 'one\ntwo\n\n three'", object({ a: "one two\nthree" })],
    [
      "keeps literal lines",
      "a: |\n  x\n   y\n\nb: |-\n  x\nc: |+\n  x\n\n",
      object({ a: "x\n y\n", b: "x", c: "x\n\n" })
    ],
    ["folds folded lines", "a: >\n  x\n  y\n\n  z\n   w\n  v", object({ a: "x y\nz\n w\nv" })],
    ["honours an indentation indicator", "a: |1\n  x\n", object({ a: " x\n" })],
    ["reads escapes", String.raw`"\x41\u00e9\U0001F600\n\t\"\\\/\_\N"`, 'Aé😀\n\t"\\/\u00a0\u0085'],
    ["joins surrogate escapes", String.raw`"\ud83d\ude00"`, "😀"],
    ["keeps a lone surrogate that is escaped", String.raw`"\ud800"`, "\ud800"],
    ["doubles single quotes", "'it''s'", "it's"],
    ["reads CRLF line ends", "a: |\r\n  x\r\n  y\r\nb: 'c\r\n  d'\r\n", object({ a: "x\ny\n", b: "c d" })],
    [
      "reads lists at the column of their key",
      "a:\n- 1\n- b: 2\n  c: 3\nd: 4",
      object({ a: [1, object({ b: 2, c: 3 })], d: 4 })
    ],
    ["reads lists in lists", "- - 1\n  - 2\n-\n  - 3", [[1, 2], [3]]],
    [
      "reads flow collections",
      "{a: [1, two, {b: }], 'c d': \"e\", f}",
      object({ a: [1, "two", object({ b: null })], "c d": "e", f: null })
    ],
    ["reads a pair in a flow list", "[a: 1, b]", [object({ a: 1 }), "b"]],
    ["reads explicit keys", "? a\n: 1\n? b", object({ a: 1, b: null })],
    ["reads anchors and aliases", "a: &x [1]\nb: *x", object({ a: [1], b: [1] })],
    ["reads documents with directive and marks", "%YAML 1.1\n---\na: 1\n...\n", object({ a: 1 })],
    ["drops comments", "# x\na: b # c\n#d\nc: d#e", object({ a: "b", c: "d#e" })],
    ["drops a byte order mark", "\ufeffa: 1", object({ a: 1 })],
    ["reads JSON indented by tabs", '{\n\t"a": [\n\t\t1.5,\ttrue\n\t]\n}', object({ a: [1.5, true] })],
    [
      "writes keys that are no text as JSON does",
      "1: a\ntrue: b\n~: c\n1.0: d",
      object({ 1: "a", true: "b", null: "c", "1.0": "d" })
    ],
    ["takes the last of equal keys", "a: 1\nb: 2\na: 3", object({ a: 3, b: 2 })],
    ["reads an empty text as null", "", null]
  ]

  it.each(texts)("%s", (_, text, value) => {
    assert.deepStrictEqual(valueOf(text), value)
  })

  it("merges mappings: own keys win, then the first of a list", () => {
    const text = "x: &x {a: 1, b: 1}\ny: &y {b: 2, c: 2}\nz:\n  <<: [*x, *y]\n  a: 3\nw: {'<<': 1}"
    const value = valueOf(text)
    assert.deepStrictEqual(
      value,
      object({
        x: object({ a: 1, b: 1 }),
        y: object({ b: 2, c: 2 }),
        z: object({ b: 1, c: 2, a: 3 }),
        w: object({ "<<": 1 })
      })
    )
  })

  it("says where every value stands", () => {
    const text = 'a:\n- x: 1\n  "y/z": two\n- &k {m: [p, q]}\nb: *k\nc:\n'
    const document = Result.getOrThrow(readYaml(text))
    const expected: ReadonlyArray<readonly [string, number, number]> = [
      ["", 1, 1],
      ["/a", 2, 1],
      ["/a/0", 2, 3],
      ["/a/0/x", 2, 6],
      ["/a/0/y~1z", 3, 10],
      ["/a/1/m/1", 4, 14],
      ["/b/m/0", 4, 11],
      ["/a/0/missing", 2, 3],
      ["/a/7/x", 2, 1],
      ["/c", 6, 3]
    ]
    for (const [pointer, line, column] of expected) {
      assert.deepStrictEqual({ pointer, ...document.locate(pointer) }, { pointer, line, column })
    }
  })

  it("counts CRLF as one line", () => {
    assert.deepStrictEqual(Result.getOrThrow(readYaml("a: 1\r\nb:\r\n  c: 2")).locate("/b/c"), { line: 3, column: 6 })
  })

  const faults: ReadonlyArray<readonly [string, string, number, number, YamlFault["kind"]]> = [
    ["an open quote", 'a: "x\nb: y', 1, 4, "syntax"],
    ["an open bracket", "a: [1,\n  2", 1, 4, "syntax"],
    ["a key in a value", "a: b: c", 1, 5, "syntax"],
    ["a missing colon", "a: 1\nbc\nd: 2", 2, 1, "syntax"],
    ["a deeper line", "a: 'x'\n  b: 1", 2, 3, "syntax"],
    ["tabs as indentation", "a:\n\tb: 1", 2, 1, "syntax"],
    ["an unknown escape", String.raw`a: "\q"`, 1, 5, "syntax"],
    ["an unknown alias", "a: *b", 1, 4, "syntax"],
    ["a bomb of merge keys", mergeBomb(), 39, 8, "alias"],
    ["an alias inside its own anchor", "a: &b [*b]", 1, 8, "syntax"],
    ["a list as key", "? [a]\n: 1", 1, 3, "syntax"],
    ["two documents", "a: 1\n---\nb: 2", 2, 1, "syntax"],
    ["a merge of a text", "<<: x", 1, 1, "syntax"],
    ["a NUL", "a: x\0y", 1, 5, "syntax"],
    ["a lone surrogate", "a: \ud800", 1, 4, "syntax"],
    ["a tag", "a: !!python/object:os.system x", 1, 4, "tag"],
    ["an alias bomb", bomb(), 10, 15, "alias"],
    ["deep brackets", "[".repeat(100_000), 1, 101, "depth"],
    ["deep lists", "- ".repeat(100_000), 1, 201, "depth"],
    ["deep aliases", deepAliases(), 100, 10, "depth"]
  ]

  function bomb(): string {
    const lines = ["a0: &a0 [lol, lol, lol, lol, lol, lol, lol, lol, lol, lol]"]
    for (let index = 1; index < 30; index++) {
      lines.push(`a${index}: &a${index} [${Array.from({ length: 10 }, () => `*a${index - 1}`).join(", ")}]`)
    }
    return ["# laughs", "", "", ...lines].join("\n")
  }

  function mergeBomb(): string {
    const lines = ["m0: &m0 {k: x}"]
    for (let index = 1; index < 60; index++) {
      lines.push(`m${index}: &m${index}`, `  <<: [*m${index - 1}, *m${index - 1}]`, `  k${index}: *m${index - 1}`)
    }
    return lines.join("\n")
  }

  function deepAliases(): string {
    const lines = ["x: &x0 [1]"]
    for (let index = 1; index < 500; index++) lines.push(`y: &x${index} [*x${index - 1}]`)
    return lines.join("\n")
  }

  it.each(faults)("refuses %s, and says where", (_, text, line, column, kind) => {
    const fault = faultOf(text)
    assert.deepStrictEqual([fault.line, fault.column, fault.kind], [line, column, kind])
  })

  it("refuses alias bombs within 100 ms", () => {
    const started = process.threadCpuUsage()
    assert.strictEqual(faultOf(bomb()).kind, "alias")
    assert.strictEqual(faultOf(mergeBomb()).kind, "alias")
    assert.isBelow(process.threadCpuUsage(started).user / 1000, 100)
  })

  it("refuses 50 MB within 100 ms, and counts bytes, not characters", () => {
    const large = "a: b\n".repeat(10 * 1024 * 1024)
    const started = process.threadCpuUsage()
    const fault = faultOf(large)
    assert.deepStrictEqual([fault.kind, fault.line, fault.column], ["size", 1, 1])
    assert.isBelow(process.threadCpuUsage(started).user / 1000, 100)
    assert.strictEqual(faultOf("é".repeat(5 * 1024 * 1024 + 1)).kind, "size")
  })

  it("takes __proto__ and constructor as names like any other", () => {
    const value = valueOf('__proto__: {polluted: 1}\nconstructor: 2\n"toString": 3')
    assert.deepStrictEqual(value, object({ ["__proto__"]: object({ polluted: 1 }), constructor: 2, toString: 3 }))
    assert.isUndefined(Reflect.get({}, "polluted"))
    assert.isFalse(value instanceof FileValue)
  })

  it("merges 20,000 times into one mapping without slowing down", () => {
    const text = `a: &a {k: 1}\nb:\n${"  <<: *a\n".repeat(20_000)}`
    const started = process.threadCpuUsage()
    assert.deepStrictEqual(valueOf(text), object({ a: object({ k: 1 }), b: object({ k: 1 }) }))
    assert.isBelow(process.threadCpuUsage(started).user / 1000, 1000)
  })

  it("reads a key of a million characters", () => {
    const key = "k".repeat(1_000_000)
    assert.deepStrictEqual(valueOf(`${key}: 1`), object({ [key]: 1 }))
  })
})
