import { Schema } from "effect"
import { fileTypes, transferMethods } from "../../value/file_value.ts"
import { AnyValue } from "../config/any_value.ts"
import { orDefault } from "../config/or_default.ts"
import { PlainBoolean } from "../config/plain_boolean.ts"
import { PlainNumber } from "../config/plain_number.ts"
import { StartJsonSchema } from "./start_json_schema.ts"

/** The types of inputs that Dify's builder offers. */
export const startVariableTypes = [
  "text-input",
  "paragraph",
  "select",
  "number",
  "checkbox",
  "json_object",
  "file",
  "file-list",
  "external_data_tool"
] as const

/** A variable of the start node: one input of the workflow. */
export const StartVariable = Schema.Struct({
  variable: Schema.NonEmptyString,
  label: orDefault(Schema.String, ""),
  description: orDefault(Schema.String, ""),
  type: Schema.Literals(startVariableTypes),
  required: orDefault(PlainBoolean, false),
  hide: orDefault(PlainBoolean, false),
  default: orDefault(AnyValue, null),
  /** Characters of a text, files of a list; null and 0 are no limit. */
  max_length: orDefault(Schema.NullOr(PlainNumber), null),
  options: orDefault(Schema.Array(Schema.String), []),
  allowed_file_types: orDefault(Schema.Array(Schema.Literals(fileTypes)), []),
  /** With or without their dot; null is no rule, an empty list allows none. */
  allowed_file_extensions: orDefault(Schema.NullOr(Schema.Array(Schema.String)), null),
  allowed_file_upload_methods: orDefault(Schema.Array(Schema.Literals(transferMethods)), []),
  json_schema: StartJsonSchema
})

/** A variable of the start node: one input of the workflow. */
export type StartVariable = typeof StartVariable.Type

/** The config of the start node. */
export const StartConfig = Schema.Struct({ variables: orDefault(Schema.Array(StartVariable), []) })

/** The config of the start node. */
export type StartConfig = typeof StartConfig.Type
