import { transferMethods } from "../../value/file_value.ts"
import type { Value, ValueObject } from "../../value/value.ts"
import { objectFrom } from "../../value/value_object.ts"
import type { OutputType } from "../output_declaration.ts"
import { type DeclaredOutput, itemTypeOf } from "./declared_output.ts"

const fileForm = (method: string): ValueObject => {
  const key = method === "remote_url" ? "url" : "reference"
  return {
    type: "object",
    properties: { transfer_method: { const: method }, [key]: { type: "string" } },
    required: ["transfer_method", key],
    additionalProperties: false
  }
}

const typeSchema = (type: OutputType): ValueObject =>
  type === "file" ? { oneOf: transferMethods.map(fileForm) } : { type }

const described = (schema: ValueObject, description: string | null | undefined): ValueObject =>
  typeof description === "string" && description !== "" ? { ...schema, description } : schema

const outputSchemaOf = (output: DeclaredOutput): ValueObject => {
  const item = itemTypeOf(output)
  const schema: ValueObject =
    item === undefined
      ? typeSchema(output.type)
      : { type: "array", items: described(typeSchema(item), output.array_item?.description) }
  return described(schema, output.description)
}

/** The JSON Schema of an agent's outputs: what the model is given as the arguments of `final_output`. */
export const outputSchema = (outputs: ReadonlyArray<DeclaredOutput>): ValueObject => {
  const required: ReadonlyArray<Value> = outputs.filter((output) => output.required).map((output) => output.name)
  return {
    type: "object",
    properties: objectFrom(outputs.map((output) => [output.name, outputSchemaOf(output)])),
    ...(required.length === 0 ? {} : { required })
  }
}
