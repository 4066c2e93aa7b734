import { describe, expect, it } from "@effect/vitest"
import { outputTypeOf } from "./output_type_of.ts"

describe("outputTypeOf", () => {
  it.each([
    ["string", { type: "string" }],
    ["secret", { type: "string" }],
    ["integer", { type: "number" }],
    ["number", { type: "number" }],
    ["boolean", { type: "boolean" }],
    ["object", { type: "object" }],
    ["file", { type: "file" }],
    ["array", { type: "array" }],
    ["array[any]", { type: "array" }],
    ["array[file]", { type: "array", item: "file" }],
    ["Array[String]", { type: "array", item: "string" }],
    ["any", { type: null }],
    ["", { type: null }],
    ["constructor", { type: null }],
    ["array[__proto__]", { type: null }]
  ])("%s is %j", (name, declared) => {
    expect(outputTypeOf(name)).toEqual(declared)
  })
})
