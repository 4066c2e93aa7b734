import { assert, describe, it } from "@effect/vitest"
import { float } from "../../value/value.ts"
import { schemaProblems } from "../_schema_problems.ts"
import { PlainBoolean, plainBooleanFrom } from "./plain_boolean.ts"
import { PlainInteger, PlainNumber, plainNumberFrom } from "./plain_number.ts"

describe("numbers and truths of a file, however they were written", () => {
  it("numbers: whole, with a point, in quotes", () => {
    for (const given of [2, float(2), "2", " 2.0 ", 2n]) assert.strictEqual(plainNumberFrom(given), 2)
    assert.strictEqual(plainNumberFrom("1e-3"), 0.001)
    for (const given of ["", "two", "2 s", "inf", "nan", Number.NaN, true, null, undefined, [2], {}]) {
      assert.isUndefined(plainNumberFrom(given), String(given))
    }
  })

  it("truths: words and digits", () => {
    for (const given of [true, "true", "Yes", "ON", "1", 1, float(1)]) assert.isTrue(plainBooleanFrom(given))
    for (const given of [false, "False", "n", "off", "0", 0]) assert.isFalse(plainBooleanFrom(given))
    for (const given of ["", "maybe", " true", 2, null, [], {}])
      assert.isUndefined(plainBooleanFrom(given), String(given))
  })

  it("what is neither is told in words", () => {
    assert.deepStrictEqual(schemaProblems(PlainNumber, "two"), [": expected a number"])
    assert.deepStrictEqual(schemaProblems(PlainInteger, float(2)), [])
    assert.deepStrictEqual(schemaProblems(PlainInteger, 2.5), [": expected a whole number"])
    assert.deepStrictEqual(schemaProblems(PlainBoolean, "maybe"), [": expected true or false"])
  })
})
