import type { Value, ValueObject } from "../../value/value.ts"
import { objectFrom } from "../../value/value_object.ts"
import { type Parameter, parameterType } from "./parameter.ts"

const schemaOf = (parameter: Parameter): ValueObject => {
  const { description, options } = parameter
  const type = parameterType(parameter)
  const [, item] = /^array\[(.*)\]$/.exec(type) ?? []
  const about: ReadonlyArray<readonly [string, Value]> = [["description", description]]
  if (item !== undefined) {
    return objectFrom([...about, ["type", "array"], ["items", objectFrom([["type", item]])]])
  }
  const enumeration: ReadonlyArray<readonly [string, Value]> =
    type === "string" && options.length > 0 ? [["enum", options]] : []
  return objectFrom([...about, ["type", type], ...enumeration])
}

/** The parameters of an extractor as a JSON Schema: what a tool of a model takes. */
export const parameterSchema = (parameters: ReadonlyArray<Parameter>): ValueObject =>
  objectFrom([
    ["type", "object"],
    ["properties", objectFrom(parameters.map((parameter) => [parameter.name, schemaOf(parameter)] as const))],
    ["required", parameters.filter(({ required }) => required).map(({ name }) => name)]
  ])
