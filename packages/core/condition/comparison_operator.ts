import { Schema, SchemaGetter } from "effect"

/** The operators of Dify's conditions. */
export const comparisonOperators = [
  "contains",
  "not contains",
  "start with",
  "end with",
  "is",
  "is not",
  "empty",
  "not empty",
  "=",
  "≠",
  ">",
  "<",
  "≥",
  "≤",
  "null",
  "not null",
  "in",
  "not in",
  "all of",
  "exists",
  "not exists"
] as const

const Canonical = Schema.Literals(comparisonOperators)

/** How a condition compares. */
export type ComparisonOperator = typeof Canonical.Type

/** Spellings of old files. */
const aliases = { "is empty": "empty", "is not empty": "not empty" } as const

const canonical = (operator: ComparisonOperator | keyof typeof aliases): ComparisonOperator =>
  operator === "is empty" || operator === "is not empty" ? aliases[operator] : operator

/** An operator as a file writes it, old spellings included; an unknown one is a problem of the file. */
export const ComparisonOperator = Schema.Literals([...comparisonOperators, "is empty", "is not empty"]).pipe(
  Schema.decodeTo(Canonical, {
    decode: SchemaGetter.transform(canonical),
    encode: SchemaGetter.passthroughSupertype()
  })
)
