import type { Value, ValueObject } from "../../value/value.ts"
import { isValueObject, property } from "../../value/value_object.ts"
import type { OutputDeclaration } from "../output_declaration.ts"
import { outputTypeOf } from "../output_type_of.ts"

const typeName = (schema: Value | undefined): string => {
  const type = isValueObject(schema) ? property(schema, "type") : undefined
  return typeof type === "string" ? type : "any"
}

const typeNameOf = (schema: Value): string =>
  typeName(schema) === "array" && isValueObject(schema)
    ? `array[${typeName(property(schema, "items"))}]`
    : typeName(schema)

const declarationOf = (name: string, schema: Value): OutputDeclaration => {
  const description = isValueObject(schema) ? property(schema, "description") : undefined
  return {
    name,
    ...outputTypeOf(typeNameOf(schema)),
    required: false,
    ...(typeof description === "string" ? { description } : {})
  }
}

/** The outputs that a tool's JSON Schema (`output_schema`) promises beside text, files and json; none is certain. */
export const schemaOutputs = (schema: ValueObject): ReadonlyArray<OutputDeclaration> => {
  const properties = property(schema, "properties")
  return isValueObject(properties)
    ? Object.entries(properties).map(([name, member]) => declarationOf(name, member))
    : []
}
