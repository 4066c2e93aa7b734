import { describe, expect, it } from "@effect/vitest"
import { floatText, pythonRepr, pythonText, stringRepr } from "./python_text.ts"
import { float } from "./value.ts"

// Every expected text below was printed by Python 3.11.
describe("stringRepr", () => {
  it.each([
    ["plain", "'plain'"],
    ["", "''"],
    ["it's", `"it's"`],
    ['say "hi"', `'say "hi"'`],
    [`both ' and "`, `'both \\' and "'`],
    ["tab\tnl\ncr\r\\", "'tab\\tnl\\ncr\\r\\\\'"],
    ["\x00\x1f\x7f\x80\xa0\xad", "'\\x00\\x1f\\x7f\\x80\\xa0\\xad'"],
    ["\x85", "'\\x85'"],
    ["\u2028\u2029\u200b\u3000\ufeff", "'\\u2028\\u2029\\u200b\\u3000\\ufeff'"],
    ["\u202e", "'\\u202e'"],
    ["é漢 a\u0301", "'é漢 a\u0301'"],
    ["😀\u200d", "'😀\\u200d'"],
    ["\u{e0001}\u{10ffff}", "'\\U000e0001\\U0010ffff'"],
    ["\ud800", "'\\ud800'"],
    ["\\'", `"\\\\'"`]
  ])("%j", (text, repr) => {
    expect(stringRepr(text)).toBe(repr)
  })
})

describe("floatText", () => {
  it.each([
    [0.1, "0.1"],
    [1, "1.0"],
    [100, "100.0"],
    [1e15, "1000000000000000.0"],
    [1e16, "1e+16"],
    [1e22, "1e+22"],
    [123456789012345680, "1.2345678901234568e+17"],
    [9999999999999998, "9999999999999998.0"],
    [1e-4, "0.0001"],
    [1e-5, "1e-05"],
    [4.35e-5, "4.35e-05"],
    [-1e-10, "-1e-10"],
    [5e-324, "5e-324"],
    [1.7976931348623157e308, "1.7976931348623157e+308"],
    [1e100, "1e+100"],
    [-0, "-0.0"],
    [0.1 + 0.2, "0.30000000000000004"],
    [Number.NaN, "nan"],
    [Number.POSITIVE_INFINITY, "inf"],
    [Number.NEGATIVE_INFINITY, "-inf"]
  ])("%d is %s", (value, text) => {
    expect(floatText(value)).toBe(text)
  })
})

describe("pythonRepr and pythonText", () => {
  it("write nested values as Python does", () => {
    const value = { n: null, t: true, f: false, l: [1, float(2), 3n, "a"], o: {} }
    expect(pythonRepr(value)).toBe("{'n': None, 't': True, 'f': False, 'l': [1, 2.0, 3, 'a'], 'o': {}}")
  })

  it("differ for text only", () => {
    expect(pythonText("it's")).toBe("it's")
    expect(pythonText(["it's"])).toBe(`["it's"]`)
    expect(pythonText(null)).toBe("None")
  })
})
