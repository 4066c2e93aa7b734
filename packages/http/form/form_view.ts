import type { PausedForm } from "@flowglass/core"
import { Schema } from "effect"

const json = Schema.Record(Schema.String, Schema.Unknown)

/** A form that waits, as Dify's pages show it. */
export const FormView = Schema.Struct({
  /** Markdown. */
  form_content: Schema.String,
  inputs: Schema.Array(json),
  resolved_default_values: Schema.Record(Schema.String, Schema.String),
  user_actions: Schema.Array(Schema.Struct({ id: Schema.String, title: Schema.String, button_style: Schema.String })),
  /** Seconds since 1970. */
  expiration_time: Schema.Int
})

/** A form that waits, as Dify's pages show it. */
export type FormView = typeof FormView.Type

export const formView = (form: PausedForm): FormView => ({
  form_content: form.form_content,
  inputs: form.inputs.map((field) => ({ ...field })),
  resolved_default_values: { ...form.resolved_default_values },
  user_actions: form.actions.map(({ id, title, button_style }) => ({ id, title, button_style })),
  expiration_time: form.expiration_time
})
