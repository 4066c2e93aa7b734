import { defineError } from "./define_error.ts"

/** The selector of a condition leads to nothing; true for every operator, also for `empty` and `not exists`. */
export class ConditionVariableNotFound extends defineError<ConditionVariableNotFound>()({
  code: "condition_variable_not_found",
  status: 422,
  family: "condition",
  title: "A condition asks for a variable that does not exist",
  remedy: "Check the variable of the condition, and that the node which makes it runs before."
}) {}

/** The operator does not work on values of this type. */
export class ConditionTypeMismatch extends defineError<ConditionTypeMismatch>()({
  code: "condition_type_mismatch",
  status: 422,
  family: "condition",
  title: "A condition compares values of types that its operator does not take",
  remedy: "Choose an operator for the variable's type, or convert the variable before."
}) {}

/** The value to compare with cannot be read as what the variable's type needs. */
export class ConditionValueInvalid extends defineError<ConditionValueInvalid>()({
  code: "condition_value_invalid",
  status: 422,
  family: "condition",
  title: "The value of a condition cannot be read as a number or boolean",
  remedy: "Correct the value of the condition: a number for numbers, true or false for booleans."
}) {}

/** A list of files can only be tested by an attribute of its files. */
export class ConditionSubVariableRequired extends defineError<ConditionSubVariableRequired>()({
  code: "condition_sub_variable_required",
  status: 422,
  family: "condition",
  title: "A condition on a list of files names no attribute of a file",
  remedy: "Add a sub-condition on an attribute such as type, size, name or extension."
}) {}

/** Files have no such attribute. */
export class ConditionAttributeUnknown extends defineError<ConditionAttributeUnknown>()({
  code: "condition_attribute_unknown",
  status: 422,
  family: "condition",
  title: "A condition asks for an attribute that files do not have",
  remedy: "Use type, size, name, mime_type, transfer_method, url, extension or related_id."
}) {}

/** Codes about conditions. */
export const conditionErrors = [
  ConditionVariableNotFound,
  ConditionTypeMismatch,
  ConditionValueInvalid,
  ConditionSubVariableRequired,
  ConditionAttributeUnknown
] as const

/** Why a condition has no result. */
export type ConditionError = InstanceType<(typeof conditionErrors)[number]>
