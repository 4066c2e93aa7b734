import { defineError } from "./define_error.ts"

/** The list to work on is not there. Dify's text: `Variable not found for selector: ['start', 'items']`. */
export class ListVariableNotFound extends defineError<ListVariableNotFound>()({
  code: "list_variable_not_found",
  status: 422,
  family: "node",
  title: "The variable of a list operator is not there",
  remedy: "Select an output of a node that runs before this one."
}) {}

/** The variable is no list, or its members are of a type that cannot be filtered. Dify's text. */
export class ListTypeUnsupported extends defineError<ListTypeUnsupported>()({
  code: "list_type_unsupported",
  status: 422,
  family: "node",
  title: "A list operator works on lists of texts, numbers, booleans or files",
  remedy: "Select such a list; take objects apart with a code node first."
}) {}

/** The operator does not go with the type of the members. Dify's text: `Invalid condition: contains`. */
export class ListConditionInvalid extends defineError<ListConditionInvalid>()({
  code: "list_condition_invalid",
  status: 422,
  family: "node",
  title: "A filter of a list operator uses an operator that its members do not have",
  remedy: "Use `contains`, `is`, `in` and the like for texts, `=` and `<` for numbers, `is` for booleans."
}) {}

/** Files have no such attribute, or not for this. Dify's texts: `Invalid key: path`, `Invalid order key: path`. */
export class ListKeyInvalid extends defineError<ListKeyInvalid>()({
  code: "list_key_invalid",
  status: 422,
  family: "node",
  title: "A list operator names an attribute that files do not have",
  remedy: "Use name, type, extension, mime_type, transfer_method, url, related_id or size."
}) {}

/** The value of a filter does not fit the members. */
export class ListFilterValueInvalid extends defineError<ListFilterValueInvalid>()({
  code: "list_filter_value_invalid",
  status: 422,
  family: "node",
  title: "The value of a filter does not fit the members of the list",
  remedy: "Give a number for numbers and sizes, true or false for booleans, otherwise text."
}) {}

/** The number of the member to take is no number, or there is no such member. Dify's texts. */
export class ListSerialInvalid extends defineError<ListSerialInvalid>()({
  code: "list_serial_invalid",
  status: 422,
  family: "node",
  title: "A list operator takes a member that is not there",
  remedy: "Members are counted from 1; check the number and what the filter leaves."
}) {}

/** Every way in which a list operator can fail. */
export const listErrors = [
  ListVariableNotFound,
  ListTypeUnsupported,
  ListConditionInvalid,
  ListKeyInvalid,
  ListFilterValueInvalid,
  ListSerialInvalid
] as const

/** Why a list operator failed. */
export type ListError = InstanceType<(typeof listErrors)[number]>
