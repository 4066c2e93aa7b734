import { Schema } from "effect"
import type { Selector } from "../../value/selector.ts"
import { isValueArray } from "../../value/value_object.ts"
import { AnyValue } from "../config/any_value.ts"
import { orDefault } from "../config/or_default.ts"
import { templateSelectors } from "../config/template_selectors.ts"

/** How a condition compares. */
export const metadataOperators = [
  "contains",
  "not contains",
  "start with",
  "end with",
  "is",
  "is not",
  "empty",
  "not empty",
  "in",
  "not in",
  "=",
  "≠",
  ">",
  "<",
  "≥",
  "≤",
  "before",
  "after"
] as const

/** A condition on one field of the metadata of documents. */
export const MetadataCondition = Schema.Struct({
  name: Schema.String,
  comparison_operator: Schema.Literals(metadataOperators),
  value: Schema.optional(AnyValue)
})

/** Conditions on the metadata of documents. */
export const MetadataFilter = Schema.Struct({
  logical_operator: orDefault(Schema.Literals(["and", "or"]), "and"),
  conditions: orDefault(Schema.Array(MetadataCondition), [])
})

/** Conditions on the metadata of documents. */
export type MetadataFilter = typeof MetadataFilter.Type

/** The variables that the values of the conditions refer to. */
export const metadataSelectors = (filter: MetadataFilter | null): ReadonlyArray<Selector> =>
  (filter?.conditions ?? [])
    .flatMap(({ value }): ReadonlyArray<unknown> => (isValueArray(value) ? value : [value]))
    .flatMap((value) => (typeof value === "string" ? templateSelectors(value) : []))
