import { textOf } from "../../value/text_form.ts"
import { isValueArray } from "../../value/value_object.ts"
import type { VariableReader } from "../../value/variable_pool.ts"
import type { FormQuestion } from "../form.ts"
import type { NodeContext } from "../node_context.ts"
import type { FormConfig } from "./form_config.ts"
import type { FormField } from "./form_field.ts"

/** A select with the options that its variable has now. */
const withOptions = (field: FormField, variables: VariableReader): FormField => {
  if (field.type !== "select" || field.option_source.type !== "variable") return field
  const options = variables.get(field.option_source.selector)
  const value = isValueArray(options) ? options.map(textOf) : []
  return { ...field, option_source: { ...field.option_source, value } }
}

const defaultOf = (field: FormField, variables: VariableReader): ReadonlyArray<readonly [string, string]> => {
  if (field.type !== "paragraph" || field.default?.type !== "variable") return []
  const value = variables.get(field.default.selector)
  return value === undefined ? [] : [[field.output_variable_name, textOf(value)]]
}

const texts = (entries: ReadonlyArray<readonly [string, string]>): { readonly [name: string]: string } => {
  const made: { [name: string]: string } = Object.create(null)
  for (const [name, text] of entries) made[name] = text
  return made
}

/** The form of a node as it is asked now: references replaced, options and defaults looked up. */
export const askForm = (config: FormConfig, { variables }: NodeContext): FormQuestion => ({
  form_content: variables.markdown(config.form_content),
  inputs: config.inputs.map((field) => withOptions(field, variables)),
  actions: config.user_actions,
  display_in_ui: config.delivery_methods.some(({ type, enabled }) => type === "webapp" && enabled),
  resolved_default_values: texts(config.inputs.flatMap((field) => defaultOf(field, variables)))
})
