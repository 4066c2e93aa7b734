import { expect, it } from "@effect/vitest"
import { Schema } from "effect"
import { DeclaredOutput } from "./declared_output.ts"
import { outputSchema } from "./output_schema.ts"

const outputs = Schema.decodeUnknownSync(Schema.Array(DeclaredOutput))

it("the schema that a model is given names every output, and what is required", () => {
  const declared = outputs([
    { name: "city", type: "string", description: "A city" },
    { name: "tags", type: "array", required: false, array_item: { type: "string", description: "One tag" } },
    { name: "rows", type: "array", required: false }
  ])
  expect(outputSchema(declared)).toEqual({
    type: "object",
    properties: expect.objectContaining({
      city: { type: "string", description: "A city" },
      tags: { type: "array", items: { type: "string", description: "One tag" } },
      rows: { type: "array", items: { type: "object" } }
    }),
    required: ["city"]
  })
})

it("a file is one of four closed forms, and nothing is required where all is optional", () => {
  const schema = outputSchema(outputs([{ name: "doc", type: "file", required: false }]))
  expect(schema).not.toHaveProperty("required")
  const closed = { type: "object", additionalProperties: false }
  expect(schema).toMatchObject({
    properties: {
      doc: {
        oneOf: [
          { ...closed, properties: { transfer_method: { const: "remote_url" } }, required: ["transfer_method", "url"] },
          {
            ...closed,
            properties: { transfer_method: { const: "local_file" } },
            required: ["transfer_method", "reference"]
          },
          { ...closed, properties: { transfer_method: { const: "tool_file" } } },
          { ...closed, properties: { transfer_method: { const: "datasource_file" } } }
        ]
      }
    }
  })
})
