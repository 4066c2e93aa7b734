import { expect, it } from "@effect/vitest"
import { Schema } from "effect"
import { float } from "../../value/value.ts"
import { schemaProblems } from "../_schema_problems.ts"
import { closedStruct } from "./closed_struct.ts"
import { orDefault } from "./or_default.ts"
import { PlainNumber } from "./plain_number.ts"

const Config = closedStruct({ count: orDefault(PlainNumber, 3), name: Schema.optional(Schema.String) })

it.each([{}, { count: null }, { count: undefined }])("%j has the default", (data) => {
  expect(Schema.decodeUnknownSync(Config)(data)).toEqual({ count: 3 })
})

it("a number may be written with or without a fraction, and in quotes", () => {
  expect(Schema.decodeUnknownSync(Config)({ count: float(2) }).count).toBe(2)
  expect(Schema.decodeUnknownSync(Config)({ count: "2" }).count).toBe(2)
  expect(schemaProblems(Config, { count: "two" })).toEqual(["count: expected a number"])
  expect(schemaProblems(Config, { count: Number.NaN })).toHaveLength(1)
})

it("unknown keys are refused each at its place, inherited ones are none", () => {
  expect(schemaProblems(Config, { a: 1, b: 2 })).toEqual([
    "a: unknown key; known are count, name",
    "b: unknown key; known are count, name"
  ])
  expect(schemaProblems(Config, Object.create({ a: 1 }))).toEqual([])
  expect(schemaProblems(Config, JSON.parse('{"__proto__": 1, "constructor": 2}'))).toHaveLength(2)
})
