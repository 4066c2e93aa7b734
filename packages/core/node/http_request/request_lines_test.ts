import { assert, describe, it } from "@effect/vitest"
import { headersOf, linesOf, paramsOf } from "./request_lines.ts"

const same = (template: string) => template

describe("lines of headers and parameters", () => {
  it("break where Python's splitlines breaks", () => {
    const separators = ["\n", "\r\n", "\r", "\v", "\f", "\x1c", "\x1d", "\x1e", "\x85", "\u2028", "\u2029"]
    assert.deepStrictEqual(linesOf(separators.map((separator, index) => `${index}${separator}`).join("")), [
      ..."0123456789",
      "10"
    ])
    assert.deepStrictEqual(linesOf("a\tb \x1f c\n \n"), ["a\tb \x1f c"])
  })

  it("8.2 case 21: everything after the first colon is the value", () => {
    assert.deepStrictEqual(paramsOf("Redirect: http://example2.com", same), [["Redirect", "http://example2.com"]])
  })

  it("parameters are split before variables are filled in, and repeat", () => {
    const fill = (template: string) => template.replace("{{x}}", "a:b\nc:d")
    assert.deepStrictEqual(paramsOf("k: {{x}}\n\n :dropped\nk:2\nflag", fill), [
      ["k", "a:b\nc:d"],
      ["k", "2"],
      ["flag", ""]
    ])
  })

  it("headers are filled in first; the last of equal names wins, whatever its case", () => {
    const fill = (template: string) => template.replace("{{x}}", "A: 1\nB: 2")
    assert.deepStrictEqual(headersOf("{{x}}\na:3\n\nempty\n c : d ", fill), [
      ["a", "3"],
      ["B", "2"],
      ["empty", ""],
      ["c", "d"]
    ])
  })

  it("a header named __proto__ is a header", () => {
    assert.deepStrictEqual(headersOf("__proto__: x", same), [["__proto__", "x"]])
  })
})
