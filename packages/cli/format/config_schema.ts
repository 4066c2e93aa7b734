import type { NodeType } from "@flowglass/core"
import { Predicate, Result, Schema } from "effect"

/** A JSON Schema, or a part of one. */
export interface JsonSchema {
  readonly [keyword: string]: unknown
}

export const isJsonSchema = (value: unknown): value is JsonSchema => Predicate.isObject(value)

/** What JSON has no form for; a number of a file is never one of these. */
const isNoNumber = ({ enum: values }: JsonSchema): boolean =>
  Array.isArray(values) && values.every((value) => value === "Infinity" || value === "-Infinity" || value === "NaN")

/** The alternatives of an `anyOf`, those of inner ones among them, each once. */
const alternatives = (branches: ReadonlyArray<JsonSchema>): ReadonlyArray<JsonSchema> => {
  const all = branches.flatMap(({ default: _default, ...branch }) => {
    const { anyOf } = branch
    return Array.isArray(anyOf) ? anyOf.filter(isJsonSchema) : [branch]
  })
  const hasNumber = all.some(({ type }) => type === "number")
  const kept = all.filter((branch) => !(hasNumber && isNoNumber(branch)))
  return [...new Map(kept.map((branch) => [JSON.stringify(branch), branch])).values()]
}

const tidyUnion = ({ anyOf, ...rest }: JsonSchema): JsonSchema => {
  const branches = Array.isArray(anyOf) ? anyOf.filter(isJsonSchema) : []
  // Effect puts the default of a field on one of the alternatives; it is that of the field.
  const withDefault = branches.find((branch) => "default" in branch)
  const choices = alternatives(branches)
  const told = withDefault === undefined ? rest : { default: withDefault.default, ...rest }
  // Beside "anything" the other alternatives say nothing.
  if (choices.some((choice) => Object.keys(choice).length === 0)) return told
  const [only] = choices
  return choices.length === 1 && only !== undefined ? { ...only, ...told } : { anyOf: choices, ...told }
}

/** The same schema as a person would write it: alternatives once, without those that say nothing. */
const tidy = (schema: unknown): unknown => {
  if (Array.isArray(schema)) return schema.map(tidy)
  if (!isJsonSchema(schema)) return schema
  const inner = Object.entries(schema).map(([name, value]) => {
    // A default and the values of an enum are data, whatever they look like.
    return [name, name === "default" || name === "enum" ? value : tidy(value)] as const
  })
  const tidied: JsonSchema = Object.fromEntries(inner)
  return Array.isArray(tidied.anyOf) ? tidyUnion(tidied) : tidied
}

/**
 * The config of a node type as JSON Schema; undefined when the type does not tell it, or has parts that JSON Schema
 * cannot describe.
 */
export const configSchema = ({ config }: Pick<NodeType<unknown>, "config">): JsonSchema | undefined => {
  if (config === undefined) return undefined
  const made = Result.try(() => Schema.toJsonSchemaDocument(config))
  if (Result.isFailure(made)) return undefined
  const { schema, definitions } = made.success
  const $schema = "https://json-schema.org/draft/2020-12/schema"
  // A config without fields takes anything: `not null` is Effect's way to say so.
  const { not: _not, ...root } = schema
  const tidied = tidy({ ...root, ...(Object.keys(definitions).length === 0 ? {} : { $defs: definitions }) })
  return isJsonSchema(tidied) ? { $schema, ...tidied } : undefined
}
