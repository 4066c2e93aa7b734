import type { FormQuestion } from "../node/form.ts"
import type { FormField } from "../node/human_input/form_field.ts"
import type { StartVariable } from "../node/start/start_variable.ts"

const variableOf = (field: FormField): StartVariable => {
  const shared = {
    variable: field.output_variable_name,
    label: "",
    description: "",
    required: true,
    hide: false,
    default: null,
    max_length: null,
    options: [],
    allowed_file_types: [],
    allowed_file_extensions: null,
    allowed_file_upload_methods: [],
    json_schema: null
  }
  if (field.type === "paragraph") return { ...shared, type: field.type }
  if (field.type === "select") return { ...shared, type: field.type, options: field.option_source.value }
  const { allowed_file_types, allowed_file_extensions, allowed_file_upload_methods } = field
  return {
    ...shared,
    type: field.type,
    max_length: field.type === "file-list" ? field.number_limits : null,
    allowed_file_types,
    allowed_file_extensions: allowed_file_extensions.length === 0 ? null : allowed_file_extensions,
    allowed_file_upload_methods
  }
}

/** The fields of a form as variables of a start node: they take the same values. */
export const formVariables = ({ inputs }: Pick<FormQuestion, "inputs">): ReadonlyArray<StartVariable> =>
  inputs.map(variableOf)
