import { describe, it } from "@effect/vitest"
import { Result, Schema } from "effect"
import { assert } from "vitest"
import { StartVariable } from "../node/start/start_variable.ts"
import { FileValue } from "../value/file_value.ts"
import { plausibleInputs } from "./plausible_inputs.ts"
import { validateInputs } from "./start_inputs.ts"

const variable = (type: string, more: object = {}) =>
  Schema.decodeUnknownSync(StartVariable)({ variable: "x", type, required: true, ...more })

const schema = {
  type: "object",
  properties: {
    name: { type: "string", minLength: 10 },
    age: { type: "integer", minimum: 18 },
    tags: { type: "array", items: { enum: ["a", "b"] }, minItems: 2 },
    inner: { properties: { on: { type: "boolean" }, none: { type: "null" } } },
    either: { anyOf: [{ type: "number", exclusiveMinimum: 3 }, { type: "string" }] }
  },
  required: ["name", "more"],
  additionalProperties: true
}

describe("plausibleInputs", () => {
  const variables: ReadonlyArray<readonly [string, object]> = [
    ["text-input", { label: "Name" }],
    ["text-input", { max_length: 3 }],
    ["paragraph", {}],
    ["select", { options: ["b", "a"] }],
    ["number", {}],
    ["checkbox", {}],
    ["json_object", {}],
    ["json_object", { json_schema: schema }],
    ["file", {}],
    ["file", { allowed_file_types: ["image"], allowed_file_upload_methods: ["remote_url"] }],
    ["file", { allowed_file_types: ["custom"], allowed_file_extensions: [".step"] }],
    ["file-list", { allowed_file_types: ["audio", "video"], max_length: 1 }],
    ["text-input", { default: "d" }]
  ]

  it.each(variables)("fills a required %s %j with something that is accepted", (type, more) => {
    const of = variable(type, more)
    const values = validateInputs([of], plausibleInputs([of], {}))
    assert.isTrue(Result.isSuccess(values), Result.isFailure(values) ? values.failure.message : "")
    assert.isNotNull(Result.getOrThrow(values).x)
  })

  it("leaves alone what is given or has a default", () => {
    const optional = { required: false }
    assert.deepStrictEqual({ ...plausibleInputs([variable("number")], { x: 7, y: 8 }) }, { x: 7, y: 8 })
    assert.deepStrictEqual({ ...plausibleInputs([variable("number", { ...optional, default: 3 })], {}) }, {})
    assert.deepStrictEqual({ ...plausibleInputs([variable("number", optional)], {}) }, { x: 1 })
  })

  it("gives JSON to a text that is called so, where it fits", () => {
    const of = (more: object) => plausibleInputs([variable("paragraph", more)], {}).x
    assert.strictEqual(of({ label: "Your JSON" }), '{"text":"Sample Your JSON"}')
    assert.strictEqual(of({ label: "Your JSON", max_length: 10 }), "Sample You")
    assert.strictEqual(of({ label: 'Your "quoted" json' }), JSON.stringify({ text: 'Sample Your "quoted" json' }))
    assert.strictEqual(of({ label: "Text" }), "Sample Text")
  })

  const signatures: ReadonlyArray<readonly [string, ReadonlyArray<number>]> = [
    ["image", [0x89, 0x50, 0x4e, 0x47]],
    ["audio", [0x52, 0x49, 0x46, 0x46]],
    ["video", [0, 0, 0, 24, 0x66, 0x74, 0x79, 0x70]],
    ["document", [0x54, 0x68, 0x69, 0x73]]
  ]

  it.each(signatures)("gives a real %s", (type, signature) => {
    const file = plausibleInputs([variable("file", { allowed_file_types: [type] })], {}).x
    assert.instanceOf(file, FileValue)
    assert.strictEqual(file.attributes.type, type)
    assert.deepStrictEqual([...(file.attributes.bytes ?? [])].slice(0, signature.length), [...signature])
    assert.strictEqual(file.attributes.size, file.attributes.bytes?.length)
  })
})
