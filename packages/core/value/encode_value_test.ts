import { deepStrictEqual } from "node:assert"
import { describe, expect, it } from "@effect/vitest"
import * as fc from "fast-check"
import { decodeValue, type EncodedValue, encodeValue } from "./encode_value.ts"
import { type FileAttributes, FileValue, fileTypes, transferMethods } from "./file_value.ts"
import { float, integer, type Value } from "./value.ts"
import { objectFrom } from "./value_object.ts"

const text = fc.oneof(fc.string(), fc.string({ unit: "binary" }), fc.constantFrom("\ud800", "\u0000", "\udc00a"))

const name = fc.oneof(
  text,
  fc.constantFrom("$float", "$integer", "$file", "$bytes", "$object", "$", "__proto__", "constructor", "toJSON", "1")
)

const nullableText = fc.option(text)

const file: fc.Arbitrary<FileValue> = fc
  .record(
    {
      type: fc.constantFrom(...fileTypes),
      transfer_method: fc.constantFrom(...transferMethods),
      id: nullableText,
      remote_url: nullableText,
      reference: nullableText,
      filename: nullableText,
      extension: nullableText,
      mime_type: nullableText,
      size: fc.integer(),
      url: nullableText,
      bytes: fc.uint8Array()
    },
    { requiredKeys: ["type", "transfer_method"], noNullPrototype: true }
  )
  .map((attributes: FileAttributes) => new FileValue(attributes))

const anyValue: fc.Arbitrary<Value> = fc.letrec<{ value: Value }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 4, withCrossShrink: true },
    fc.constant(null),
    fc.boolean(),
    text,
    fc.maxSafeInteger().map(integer),
    fc.double().map(float),
    fc.constantFrom(-0, Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, 1e21).map(float),
    fc.bigInt().map(integer),
    file,
    fc.array(tie("value"), { maxLength: 4 }),
    fc.array(fc.tuple(name, tie("value")), { maxLength: 4 }).map(objectFrom)
  )
})).value

const throughText = (encoded: EncodedValue): EncodedValue => JSON.parse(JSON.stringify(encoded))

describe("encodeValue and decodeValue", () => {
  it("every value comes back the same, through JSON text", () => {
    fc.assert(
      fc.property(anyValue, (value) => {
        // vitest compares types by the member `constructor`, which is data here.
        deepStrictEqual(decodeValue(throughText(encodeValue(value))), value)
      }),
      { numRuns: 500 }
    )
  })

  it("leaves ordinary data as it is", () => {
    const value = { a: [1, 1.5, "x", null, true], b: {} }
    expect(encodeValue(value)).toEqual(value)
  })

  it.each<readonly [Value, EncodedValue]>([
    [float(1), { $float: "1" }],
    [float(-0), { $float: "-0" }],
    [Number.NaN, { $float: "NaN" }],
    [2n ** 64n, { $integer: "18446744073709551616" }],
    [{ $float: "1" }, { $object: { $float: "1" } }]
  ])("marks value %#", (value, encoded) => {
    expect(encodeValue(value)).toEqual(encoded)
  })

  it("data that imitates a mark stays data", () => {
    for (const forged of [{ $float: "1" }, { $file: { type: "image" } }, { $object: {} }, { $integer: "7" }]) {
      expect(decodeValue(encodeValue(forged))).toEqual(forged)
      expect(decodeValue(encodeValue([{ a: forged }]))).toEqual([{ a: forged }])
    }
  })

  it("a forged record cannot smuggle an inherited member in as the type of a file", () => {
    const forged = decodeValue({ $file: { type: "__proto__", transfer_method: "constructor", size: "1", id: 5 } })
    expect(forged).toStrictEqual(new FileValue({ type: "custom", transfer_method: "remote_url" }))
  })
})
