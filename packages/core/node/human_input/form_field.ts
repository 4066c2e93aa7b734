import { Schema } from "effect"
import { fileTypes } from "../../value/file_value.ts"
import { orDefault } from "../config/or_default.ts"
import { PlainNumber } from "../config/plain_number.ts"
import { SelectorList } from "../config/selector.ts"

const hasPlace = ({ type, selector }: { readonly type: string; readonly selector: ReadonlyArray<string> }) =>
  type === "constant" || selector.length >= 2 || "a variable needs a selector of two parts or more: [node id, output]"

const Origin = Schema.Literals(["constant", "variable"])

const output_variable_name = Schema.NonEmptyString.annotate({ description: "The output that holds what was filled in" })

const TextDefault = Schema.Struct({
  type: Origin,
  selector: orDefault(SelectorList, []),
  value: orDefault(Schema.String, "")
}).check(Schema.makeFilter(hasPlace))

const OptionSource = Schema.Struct({
  type: orDefault(Origin, "constant"),
  selector: orDefault(SelectorList, []),
  value: orDefault(Schema.Array(Schema.String), [])
}).check(Schema.makeFilter(hasPlace))

const fileRules = {
  output_variable_name,
  allowed_file_types: orDefault(Schema.Array(Schema.Literals(fileTypes)), []),
  allowed_file_extensions: orDefault(Schema.Array(Schema.String), []),
  allowed_file_upload_methods: orDefault(Schema.Array(Schema.Literals(["local_file", "remote_url"])), [])
}

/** One field of a form, with Dify's names. */
export const FormField = Schema.Union([
  Schema.Struct({
    type: Schema.Literal("paragraph"),
    output_variable_name,
    default: orDefault(Schema.NullOr(TextDefault), null)
  }),
  Schema.Struct({
    type: Schema.Literal("select"),
    output_variable_name,
    option_source: orDefault(OptionSource, { type: "constant", selector: [], value: [] })
  }),
  Schema.Struct({ type: Schema.Literal("file"), ...fileRules }),
  Schema.Struct({
    type: Schema.Literal("file-list"),
    ...fileRules,
    number_limits: orDefault(PlainNumber.annotate({ description: "The most files; 0 is no limit" }), 0)
  })
])

/** One field of a form. */
export type FormField = typeof FormField.Type
