import { describe, expect, it } from "@effect/vitest"
import { truncateFields, truncationLimits } from "./truncate_fields.ts"

describe("truncateFields", () => {
  it("leaves what fits as it is, the same object", () => {
    const fields = {
      a: "x".repeat(truncationLimits.text),
      b: Array.from({ length: truncationLimits.items }, () => 1),
      c: null
    }
    expect(truncateFields(fields)).toEqual({ value: fields, truncated: false })
    expect(truncateFields(fields).value).toBe(fields)
  })

  it("cuts texts and lists at Dify's limits, however deep they are", () => {
    const { value, truncated } = truncateFields({ a: { b: ["x".repeat(truncationLimits.text + 1)] } })
    expect(truncated).toBe(true)
    expect(value).toEqual({ a: { b: [`${"x".repeat(truncationLimits.text - 3)}...`] } })
  })

  it("never cuts a character in half", () => {
    const { value } = truncateFields({ a: `${"x".repeat(truncationLimits.text - 4)}${"\u{1f600}".repeat(9)}` })
    expect(String(value.a).isWellFormed()).toBe(true)
  })

  it("bounds each variable as a whole: many long texts, many short names, nesting", () => {
    const wide = Object.fromEntries(Array.from({ length: 200_000 }, (_, index) => [`name${index}`, index]))
    const long = Array.from({ length: 900 }, () => "y".repeat(90_000))
    for (const variable of [wide, long, { wide, long }]) {
      const { value, truncated } = truncateFields({ variable })
      expect(truncated).toBe(true)
      expect(JSON.stringify(value).length).toBeLessThan(truncationLimits.size * 1.1)
    }
  })

  it("keeps names like a prototype as data", () => {
    const fields = JSON.parse(`{"__proto__": {"__proto__": "${"x".repeat(truncationLimits.text + 1)}"}}`)
    const { value } = truncateFields(fields)
    expect(Object.keys(value)).toEqual(["__proto__"])
    expect(Object.getPrototypeOf(value)).toBe(Object.prototype)
  })
})
