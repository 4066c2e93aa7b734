import { assert, describe, expect, it } from "@effect/vitest"
import { Result } from "effect"
import { maximumIntegerDigits, parseJson } from "./parse_json.ts"
import { Float, type Value } from "./value.ts"
import { isValueObject, property } from "./value_object.ts"

const parsed = (text: string): Value => Result.getOrThrow(parseJson(text))

const refusal = (text: string): string => {
  const result = parseJson(text)
  assert(Result.isFailure(result))
  return result.failure
}

describe("parseJson", () => {
  it.each<readonly [string, Value]>([
    ["1", 1],
    ["-0", 0],
    ["1.0", new Float(1)],
    ["-0.0", new Float(-0)],
    ["1e2", new Float(100)],
    ["1.5", 1.5],
    ["1e400", Number.POSITIVE_INFINITY],
    ["9007199254740991", 9007199254740991],
    ["9007199254740993", 9007199254740993n],
    ["-9007199254740993", -9007199254740993n],
    ['"\\ud800"', "\ud800"],
    ["null", null],
    [" [true, [1.0]] ", [true, [new Float(1)]]]
  ])("%s", (text, value) => {
    expect(parsed(text)).toStrictEqual(value)
  })

  it("Python's words for numbers are numbers where they are wanted, and text in texts", () => {
    const text = '{"NaN": [NaN, -Infinity, Infinity], "a": "NaN, \\"Infinity\\\\", "b": 7e77777}'
    assert.include(refusal(text), "Unexpected token")
    const value = Result.getOrThrow(parseJson(text.replace("7e77777", "1"), { nonFinite: true }))
    expect(value).toEqual({ NaN: [Number.NaN, -Infinity, Infinity], a: 'NaN, "Infinity\\', b: 1 })
    expect(Result.getOrThrow(parseJson("[7e77777]", { nonFinite: true }))).toEqual([Infinity])
    for (const wrong of [
      "[NaNa]",
      "NaNNaN",
      "[-NaN]",
      "+Infinity",
      "nan",
      "{NaN: 1}",
      "[1NaN]",
      "[1Infinity]",
      "[Infinity1]"
    ]) {
      assert.isTrue(Result.isFailure(parseJson(wrong, { nonFinite: true })), wrong)
    }
  })

  it("has as many levels as a value, or as many as its reader says", () => {
    const nested = (levels: number): string => "[".repeat(levels) + "]".repeat(levels)
    assert.isTrue(Result.isSuccess(parseJson(nested(100))))
    assert.include(refusal(nested(101)), "nested more than 100 levels deep")
    assert.isTrue(Result.isSuccess(parseJson(nested(110), { depth: 110 })))
    assert.isTrue(Result.isFailure(parseJson(nested(111), { depth: 110 })))
  })

  it("__proto__, constructor and toJSON are plain keys of an object without prototype", () => {
    const value = parsed('{"__proto__": {"polluted": true}, "constructor": 1, "toJSON": 2, "a": {"__proto__": 3}}')
    assert(isValueObject(value))
    expect(Object.keys(value)).toEqual(["__proto__", "constructor", "toJSON", "a"])
    expect(Object.getPrototypeOf(value)).toBeNull()
    expect(property(value, "polluted")).toBeUndefined()
    expect(Object.keys(value.a ?? {})).toEqual(["__proto__"])
    expect(Object.hasOwn(Object.prototype, "polluted")).toBe(false)
  })

  it("the last of equal keys wins", () => {
    expect(parsed('{"a": 1, "a": 2.0}')).toEqual({ a: new Float(2) })
  })

  it("a bomb of brackets is refused at level 101, wherever it stands", () => {
    expect(parsed("[".repeat(100) + "]".repeat(100))).toBeInstanceOf(Array)
    expect(refusal("[".repeat(101) + "]".repeat(101))).toBe("the JSON is nested more than 100 levels deep")
    expect(refusal('{"a":'.repeat(1_000_000))).toContain("100 levels")
  })

  it("brackets inside text do not count as nesting", () => {
    const text = `${"[".repeat(500)}\\"${"{".repeat(500)}`
    expect(parsed(`["${text}"]`)).toEqual([JSON.parse(`"${text}"`)])
  })

  it("an integer whose digits would take quadratic time is refused; a long float is not", () => {
    const digits = "9".repeat(maximumIntegerDigits)
    expect(parsed(`[${digits}]`)).toEqual([BigInt(digits)])
    expect(refusal(`{"a": [${digits}9]}`)).toBe("the JSON has an integer of more than 4300 digits")
    expect(parsed(`0.${digits}9`)).toStrictEqual(new Float(1))
    expect(parsed(`"${digits}9"`)).toBe(`${digits}9`)
  })

  it.each(["", "{", "[1,]", "01", "'a'", "NaN", "undefined", '{"a": 1} x', "\ufeff1"])("refuses %j", (text) => {
    expect(refusal(text)).not.toBe("")
  })
})
