import { defineError } from "./define_error.ts"

/** A required input is missing. */
export class InputRequired extends defineError<InputRequired>()({
  code: "input_required",
  status: 400,
  family: "input",
  title: "A required input is missing",
  remedy: "Give the input a value."
}) {}

/** An input has a value of another type than its variable. */
export class InputTypeMismatch extends defineError<InputTypeMismatch>()({
  code: "input_type_mismatch",
  status: 400,
  family: "input",
  title: "An input has the wrong type",
  remedy: "Give the input a value of the type of its variable."
}) {}

/** An environment or conversation variable is overridden by a value of another type. */
export class VariableTypeMismatch extends defineError<VariableTypeMismatch>()({
  code: "variable_type_mismatch",
  status: 400,
  family: "input",
  title: "A variable was given a value of another type",
  remedy: "Give the variable a value of the type that stands in the file."
}) {}

/** A text has more characters, or a list more files, than allowed. */
export class InputTooLong extends defineError<InputTooLong>()({
  code: "input_too_long",
  status: 400,
  family: "input",
  title: "An input is too long",
  remedy: "Shorten it, or raise max_length of the variable in Dify."
}) {}

/** The value of a select is none of its options. */
export class InputNotAnOption extends defineError<InputNotAnOption>()({
  code: "input_not_an_option",
  status: 400,
  family: "input",
  title: "An input is not one of its options",
  remedy: "Use one of the listed options."
}) {}

/** A file cannot be used: its mapping, its address or its bytes. */
export class InputFileInvalid extends defineError<InputFileInvalid>()({
  code: "input_file_invalid",
  status: 400,
  family: "input",
  title: "An input file cannot be used",
  remedy: "Give { transfer_method, url } or { transfer_method, path }, and the type if the name does not tell it."
}) {}

/** A file is of a type or comes in a way that its variable does not allow. */
export class InputFileNotAllowed extends defineError<InputFileNotAllowed>()({
  code: "input_file_not_allowed",
  status: 400,
  family: "input",
  title: "An input file is not allowed",
  remedy: "Use one of the allowed file types, extensions and upload methods of the variable."
}) {}

/** An object does not fit the JSON schema of its variable. */
export class InputJsonSchemaMismatch extends defineError<InputJsonSchemaMismatch>()({
  code: "input_json_schema_mismatch",
  status: 400,
  family: "input",
  title: "An input object does not fit its schema",
  remedy: "Give the object the form that the schema of the variable describes."
}) {}

/** A variable of a type that takes no value here, such as external_data_tool. */
export class InputTypeUnsupported extends defineError<InputTypeUnsupported>()({
  code: "input_type_unsupported",
  status: 400,
  family: "input",
  title: "The type of an input is not supported",
  remedy: "Replace the variable in Dify by a text, or make it optional."
}) {}

/** Several inputs are wrong; `params.problems` lists them all. */
export class InputsInvalid extends defineError<InputsInvalid>()({
  code: "inputs_invalid",
  status: 400,
  family: "input",
  title: "Several inputs are wrong",
  remedy: "Correct the listed inputs; `flowglass doctor FILE` shows the variables."
}) {}

/** Codes about the inputs of a run. */
export const inputRefusals = [
  InputRequired,
  InputTypeMismatch,
  InputTooLong,
  InputNotAnOption,
  InputFileInvalid,
  InputFileNotAllowed,
  InputJsonSchemaMismatch,
  InputTypeUnsupported,
  InputsInvalid
] as const

/** Codes of the inputs of a run, and of variables that it is started with. */
export const inputErrors = [...inputRefusals, VariableTypeMismatch] as const
