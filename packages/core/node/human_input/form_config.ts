import { Schema } from "effect"
import { orDefault } from "../config/or_default.ts"
import { PlainBoolean } from "../config/plain_boolean.ts"
import { PlainNumber } from "../config/plain_number.ts"
import { FormAction } from "./form_action.ts"
import { FormField } from "./form_field.ts"

const DeliveryMethod = Schema.Struct({
  type: orDefault(Schema.String, ""),
  enabled: orDefault(PlainBoolean, false)
})

const fields = Schema.Struct({
  form_content: orDefault(
    Schema.String.annotate({ description: "Markdown with references; {{#$output.NAME#}} stands for a field" }),
    ""
  ),
  inputs: orDefault(Schema.Array(FormField), []),
  user_actions: orDefault(Schema.Array(FormAction), []),
  timeout: orDefault(PlainNumber.check(Schema.isGreaterThanOrEqualTo(0)), 36),
  timeout_unit: orDefault(Schema.Literals(["hour", "day"]), "hour"),
  delivery_methods: orDefault(
    Schema.Array(DeliveryMethod).annotate({ description: "How Dify hands the form over; nothing is sent from here" }),
    []
  )
})

const repeated = (
  list: string,
  member: string,
  names: ReadonlyArray<string>,
  message: (name: string) => string
): ReadonlyArray<Schema.FilterIssue> =>
  names.flatMap((name, index) =>
    names.indexOf(name) < index ? [{ path: [list, index, member], issue: message(name) }] : []
  )

/** The config of a node that asks somebody. */
export const FormConfig = fields.check(
  Schema.makeFilter(({ inputs, user_actions }) => [
    ...repeated(
      "inputs",
      "output_variable_name",
      inputs.map((field) => field.output_variable_name),
      (name) => `duplicated output_variable_name '${name}' in inputs`
    ),
    ...repeated(
      "user_actions",
      "id",
      user_actions.map(({ id }) => id),
      (id) => `duplicated user action id '${id}'`
    )
  ])
)

/** The config of a node that asks somebody. */
export type FormConfig = typeof FormConfig.Type
