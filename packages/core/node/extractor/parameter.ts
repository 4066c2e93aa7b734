import { Schema } from "effect"
import type { Value } from "../../value/value.ts"
import { orDefault } from "../config/or_default.ts"
import { PlainBoolean } from "../config/plain_boolean.ts"
import type { OutputDeclaration } from "../output_declaration.ts"
import { outputTypeOf } from "../output_type_of.ts"

const types = [
  "string",
  "number",
  "boolean",
  "array[string]",
  "array[number]",
  "array[object]",
  "array[boolean]"
] as const

/** The type of an extracted parameter, under Dify's names. */
export type ParameterType = (typeof types)[number]

const oldNames = new Map<string, ParameterType>([
  ["bool", "boolean"],
  ["select", "string"]
])

const typeOf = (given: string): ParameterType | undefined => oldNames.get(given) ?? types.find((type) => type === given)

const reserved = new Set(["__reason", "__is_success"])

/** A parameter to extract; `bool` and `select` are older names of `boolean` and `string`. */
export const Parameter = Schema.Struct({
  name: Schema.String.check(
    Schema.makeFilter((name) => {
      if (name === "") return "Parameter name is required"
      return !reserved.has(name) || "Invalid parameter name, __reason and __is_success are reserved"
    })
  ),
  type: Schema.String.check(
    Schema.makeFilter(
      (type) => typeOf(type) !== undefined || `type ${type} is not allowd to use in Parameter Extractor node.`
    )
  ),
  options: orDefault(Schema.Array(Schema.String), []),
  description: orDefault(Schema.String, ""),
  required: orDefault(PlainBoolean, false)
})

/** A parameter to extract. */
export type Parameter = typeof Parameter.Type

const plausible: Record<Exclude<ParameterType, "string">, Value> = {
  number: 42,
  boolean: true,
  "array[string]": ["item1", "item2"],
  "array[number]": [1, 2, 3],
  "array[object]": [{ key: "value1" }, { key: "value2" }],
  "array[boolean]": [true, false]
}

/** The type of a parameter under its name of today. */
export const parameterType = ({ type }: Pick<Parameter, "type">): ParameterType => typeOf(type) ?? "string"

/** The output that a parameter becomes; it is always produced. */
export const parameterOutput = ({ name, type, description }: Parameter): OutputDeclaration => ({
  name,
  ...outputTypeOf(parameterType({ type })),
  required: true,
  ...(description === "" ? {} : { description })
})

/** A value of a parameter's type, for mocks that give none. */
export const plausibleValue = ({ name, type, options }: Parameter): Value => {
  const known = parameterType({ type })
  return known === "string" ? (options[0] ?? `mocked_${name}`) : plausible[known]
}
