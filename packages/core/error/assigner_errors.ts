import { defineError } from "./define_error.ts"

/** The variable to change, or the one to take the value from, is not there. Dify's texts. */
export class AssignedVariableNotFound extends defineError<AssignedVariableNotFound>()({
  code: "assigned_variable_not_found",
  status: 422,
  family: "node",
  title: "A variable of the assigner is not there",
  remedy: "Only conversation and loop variables, and outputs of nodes that ran, can be assigned."
}) {}

/** The operation does not go with the type of the variable or with where its value comes from. */
export class AssignmentOperationUnsupported extends defineError<AssignmentOperationUnsupported>()({
  code: "assignment_operation_unsupported",
  status: 422,
  family: "node",
  title: "The operation does not fit the variable",
  remedy: "Choose an operation for the type of the variable: append for lists, += for numbers, set for values."
}) {}

/** The value does not fit the variable. Dify's text. */
export class AssignmentValueInvalid extends defineError<AssignmentValueInvalid>()({
  code: "assignment_value_invalid",
  status: 422,
  family: "node",
  title: "The value does not fit the variable",
  remedy: "Give a value of the variable's type; a number to divide by must not be 0."
}) {}

/** Every way in which an assignment can fail. */
export const assignerErrors = [
  AssignedVariableNotFound,
  AssignmentOperationUnsupported,
  AssignmentValueInvalid
] as const
