import { Schema, SchemaGetter } from "effect"
import { orDefault } from "../config/or_default.ts"
import { PlainBoolean } from "../config/plain_boolean.ts"
import { PlainInteger } from "../config/plain_number.ts"
import { SelectorList } from "../config/selector.ts"

/** The operators of a filter, in Dify's order: for texts, then for numbers. */
const filterOperators = [
  "contains",
  "start with",
  "end with",
  "is",
  "in",
  "empty",
  "not contains",
  "is not",
  "not in",
  "not empty",
  "=",
  "≠",
  "<",
  ">",
  "≥",
  "≤"
] as const

/** How a filter compares. */
export type FilterOperator = (typeof filterOperators)[number]

/** A number written without quotes is the text that the editor would have written. */
const NumberAsText = Schema.Finite.pipe(
  Schema.decodeTo(Schema.String, { decode: SchemaGetter.transform(String), encode: SchemaGetter.transform(Number) })
)

const FilterValue = Schema.Union([Schema.String, Schema.Boolean, Schema.Array(Schema.String), NumberAsText])

/** One condition; `key` is an attribute of files and means nothing for other members. */
export const FilterCondition = Schema.Struct({
  key: orDefault(Schema.String, ""),
  comparison_operator: orDefault(Schema.Literals(filterOperators), "contains"),
  value: orDefault(FilterValue, "")
})
export type FilterCondition = typeof FilterCondition.Type

const Filter = Schema.Struct({
  enabled: orDefault(PlainBoolean, false),
  conditions: orDefault(Schema.Array(FilterCondition), [])
})

const OrderBy = Schema.Struct({
  enabled: orDefault(PlainBoolean, false),
  key: orDefault(Schema.String, ""),
  value: orDefault(Schema.Literals(["asc", "desc"]), "asc")
})

const Limit = Schema.Struct({
  enabled: orDefault(PlainBoolean, false),
  /** How many members stay; a negative number is how many are dropped at the end. */
  size: orDefault(PlainInteger, -1)
})

const ExtractBy = Schema.Struct({
  enabled: orDefault(PlainBoolean, false),
  /** A template of the number of the member to take, from 1. */
  serial: orDefault(Schema.Union([Schema.String, NumberAsText]), "1")
})

/** The `data` of a list operator. */
export const ListOperatorConfig = Schema.Struct({
  variable: orDefault(SelectorList, []),
  /** The type of the list when the file was written: `array[string]`. */
  var_type: orDefault(Schema.String, "array"),
  filter_by: orDefault(Filter, { enabled: false, conditions: [] }),
  extract_by: orDefault(ExtractBy, { enabled: false, serial: "1" }),
  order_by: orDefault(OrderBy, { enabled: false, key: "", value: "asc" }),
  limit: orDefault(Limit, { enabled: false, size: -1 })
})
export type ListOperatorConfig = typeof ListOperatorConfig.Type
