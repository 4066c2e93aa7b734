import { assert, describe, expect, it } from "@effect/vitest"
import { float, plainJson, toPlain, type Value } from "@flowglass/core"
import * as fc from "fast-check"
import { MadeRun } from "./_test_made_run.ts"
import { previewLength, previewSize, previewValue } from "./preview_value.ts"
import { runMask } from "./secret/run_mask.ts"

const bare = runMask(new MadeRun([]))
const preview = (value: Value) => previewValue(value, bare)
const points = (text: Value): number => (typeof text === "string" ? Array.from(text).length : -1)

/** Arrays in arrays. */
const nested = (depth: number): Value => {
  let value: Value = "core"
  for (let level = 0; level < depth; level++) value = [value]
  return value
}

describe("previewValue", () => {
  it("cuts a text after 500 characters and adds an ellipsis", () => {
    expect(preview("x".repeat(500))).toEqual({ value: "x".repeat(500), truncated: false })
    expect(preview("x".repeat(501))).toEqual({ value: `${"x".repeat(500)}…`, truncated: true })
    expect(preview("")).toEqual({ value: "", truncated: false })
  })

  it("counts code points, not UTF-16 units: emoji are never halved", () => {
    const emoji = "🙂"
    expect(preview(emoji.repeat(500))).toEqual({ value: emoji.repeat(500), truncated: false })
    const cut = preview(emoji.repeat(501))
    expect(cut).toEqual({ value: `${emoji.repeat(500)}…`, truncated: true })
    expect(preview(`${"x".repeat(499)}${emoji}y`).value).toBe(`${"x".repeat(499)}${emoji}…`)
    expect(preview(`x${emoji.repeat(499)}`).truncated).toBe(false)
  })

  it("lone surrogates count as one character and stay as they are", () => {
    expect(preview("\ud800".repeat(500))).toEqual({ value: "\ud800".repeat(500), truncated: false })
    expect(preview("\udc00x\ud800y".repeat(150)).value).toBe(`${"\udc00x\ud800y".repeat(125)}…`)
  })

  it("agrees with counting code points, for any text", () => {
    const unit = fc.constantFrom("a", "é", "🙂", "\ud83d", "\ude42", "\u0000", "\n")
    fc.assert(
      fc.property(fc.array(unit, { minLength: 490, maxLength: 1100 }), (units) => {
        const text = units.join("")
        const all = Array.from(text)
        const { value, truncated } = preview(text)
        assert.strictEqual(truncated, all.length > previewLength)
        assert.strictEqual(value, truncated ? `${all.slice(0, previewLength).join("")}…` : text)
      })
    )
  })

  it("leaves everything else whole, also long texts inside objects", () => {
    const value = { list: Array.from({ length: 1000 }, (_, index) => index), text: "x".repeat(2000) }
    expect(preview(value)).toEqual({ value, truncated: false })
    for (const one of [null, true, 0, 1.5, float(1), 2n ** 80n]) {
      expect(preview(one)).toEqual({ value: one, truncated: false })
    }
  })

  it("shows the first members of what is larger than 64 K of JSON", () => {
    const list = Array.from({ length: 100_000 }, (_, index) => index)
    const { value, truncated } = preview(list)
    assert.isTrue(truncated)
    const shown = toPlain(value)
    assert.isTrue(Array.isArray(shown) && shown.length > 1000 && shown.every((item, index) => item === index))
    expect(plainJson(shown).length).toBeLessThanOrEqual(previewSize)
    expect(preview({ a: 1, b: "x".repeat(1_000_000), c: 2 })).toEqual({
      value: { a: 1, b: `${"x".repeat(500)}…`, c: 2 },
      truncated: true
    })
  })

  it("stays bounded for any value, and whole below the bound", () => {
    const { value: any } = fc.letrec<{ value: Value }>((tie) => ({
      value: fc.oneof(
        { depthSize: "small" },
        fc.string({ maxLength: 40 }).map((text) => text.repeat(400)),
        fc.integer(),
        fc.array(tie("value"), { maxLength: 40 }),
        fc.dictionary(fc.string({ maxLength: 2000 }), tie("value"), { maxKeys: 40, noNullPrototype: false })
      )
    }))
    fc.assert(
      fc.property(any, (value) => {
        const size = plainJson(toPlain(value)).length
        const { value: shown, truncated } = preview(value)
        // Characters that JSON escapes are longer there than counted here.
        assert.isAtMost(plainJson(toPlain(shown)).length, previewSize * 6)
        if (!truncated) assert.deepStrictEqual(shown, value)
        else assert.isTrue(typeof value === "string" ? points(value) > previewLength : size > previewSize / 2)
      }),
      { numRuns: 300 }
    )
  })

  it("data nested 5,000 or 100,000 levels deep does not exhaust the stack", () => {
    for (const depth of [100, 101, 5000, 100_000]) {
      const { value, truncated } = preview(nested(depth))
      assert.strictEqual(truncated, depth > 100)
      assert.isAtMost(plainJson(toPlain(value)).length, 1000)
    }
  })

  it("200,000 names and names of a megabyte stay cheap and bounded", () => {
    const wide = Object.fromEntries(Array.from({ length: 200_000 }, (_, index) => [`name${index}`, index]))
    const { value, truncated } = preview(wide)
    assert.isTrue(truncated)
    assert.isAtMost(plainJson(toPlain(value)).length, previewSize)
    expect(preview({ ["n".repeat(1_000_000)]: 1 })).toEqual({ value: {}, truncated: true })
  })

  it("names such as __proto__ stay data where members are cut", () => {
    const value = JSON.parse(`{"__proto__": {"polluted": true}, "long": "${"x".repeat(70_000)}"}`)
    const { value: shown } = preview(value)
    expect(Object.keys(shown ?? {})).toEqual(["__proto__", "long"])
    expect("polluted" in {}).toBe(false)
  })

  it("a secret across the cut is masked before it is cut", () => {
    const secret = "sk-canary-0123456789"
    const masked = runMask(new MadeRun([], { secretNames: ["KEY"], environment: { KEY: secret } }))
    const text = `${"x".repeat(490)}${secret}${"y".repeat(2000)}`
    const { value } = previewValue(text, masked)
    expect(value).toBe(`${"x".repeat(490)}sk-can****…`)
    const inside = previewValue({ text: `${text}${"z".repeat(70_000)}` }, masked)
    expect(inside.value).toEqual({ text: `${"x".repeat(490)}sk-can****…` })
  })
})
