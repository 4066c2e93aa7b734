import { Schema, SchemaGetter } from "effect"
import { orDefault } from "../node/config/or_default.ts"
import { numberText } from "../value/python_text.ts"
import { Float } from "../value/value.ts"
import { ComparisonOperator } from "./comparison_operator.ts"

/** How the conditions of a list are combined. */
export const LogicalOperator = Schema.Literals(["and", "or"])

/** How the conditions of a list are combined. */
export type LogicalOperator = typeof LogicalOperator.Type

const written = (given: unknown): unknown => {
  if (Array.isArray(given)) return given.map(written)
  if (typeof given === "number" || typeof given === "bigint" || given instanceof Float) return numberText(given)
  return given
}

/**
 * What a variable is compared with: text (a template), a boolean, or a list of them. A number, which the editor never
 * writes but people do, is read as its text.
 */
const WrittenValue = Schema.Unknown.pipe(
  Schema.decodeTo(Schema.Unknown, {
    decode: SchemaGetter.transform(written),
    encode: SchemaGetter.passthrough()
  }),
  Schema.decodeTo(
    Schema.Union([
      Schema.Null,
      Schema.String,
      Schema.Boolean,
      Schema.Array(Schema.Union([Schema.String, Schema.Boolean]))
    ])
  )
)

/** What a variable is compared with; null where the operator needs nothing. */
export type ExpectedValue = typeof WrittenValue.Type

const ExpectedValue = orDefault(WrittenValue, null)

/** A condition on one attribute of the files of a list. */
export const FileCondition = Schema.Struct({
  key: Schema.String,
  comparison_operator: ComparisonOperator,
  value: ExpectedValue
})

/** A condition on one attribute of the files of a list. */
export type FileCondition = typeof FileCondition.Type

/** The conditions on the files of a list. */
export const FileConditions = Schema.Struct({
  logical_operator: orDefault(LogicalOperator, "and"),
  conditions: orDefault(Schema.Array(FileCondition), [])
})

/** The conditions on the files of a list. */
export type FileConditions = typeof FileConditions.Type

/** A condition of if-else and loop nodes as a file has it; other keys of the editor (`id`, `varType`) are ignored. */
export const Condition = Schema.Struct({
  variable_selector: Schema.Array(Schema.String),
  comparison_operator: ComparisonOperator,
  value: ExpectedValue,
  sub_variable_condition: orDefault(Schema.NullOr(FileConditions), null)
})

/** A condition of if-else and loop nodes. */
export type Condition = typeof Condition.Type
