import { defineError } from "./define_error.ts"

/** The code returned no value for a declared output. Dify's type: `OutputValidationError`. */
export class CodeOutputMissing extends defineError<CodeOutputMissing>()({
  code: "code_output_missing",
  status: 422,
  family: "node",
  title: "The code did not return a declared output",
  remedy: "Return it (null is allowed), or remove it from the outputs of the node."
}) {}

/** A value is not of the declared type. Dify's type: `OutputValidationError`. */
export class CodeOutputTypeMismatch extends defineError<CodeOutputTypeMismatch>()({
  code: "code_output_type_mismatch",
  status: 422,
  family: "node",
  title: "An output of the code has another type than declared",
  remedy: "Return the declared type, or declare the type that the code returns."
}) {}

/** A value is too long, too large or too precise. Dify's type: `OutputValidationError`. */
export class CodeOutputLimitExceeded extends defineError<CodeOutputLimitExceeded>()({
  code: "code_output_limit_exceeded",
  status: 422,
  family: "node",
  title: "An output of the code is beyond a limit",
  remedy: "Return less, or raise the limit of code outputs that is too low (`limits.codeStringLength` and the like)."
}) {}

/** Objects are nested too deep. Dify's type: `DepthLimitError`. */
export class CodeOutputTooDeep extends defineError<CodeOutputTooDeep>()({
  code: "code_output_too_deep",
  status: 422,
  family: "node",
  title: "An output of the code is nested too deep",
  remedy: "Flatten the result, or raise `limits.codeDepth`."
}) {}

/** The code returned a name that is not declared. Dify's type: `CodeNodeError`. */
export class CodeOutputUndeclared extends defineError<CodeOutputUndeclared>()({
  code: "code_output_undeclared",
  status: 422,
  family: "node",
  title: "The code returned an output that is not declared",
  remedy: "Declare every name that the code returns, or do not return it."
}) {}

/** The codes of checking what the code of a node returned. */
export const codeOutputErrors = [
  CodeOutputMissing,
  CodeOutputTypeMismatch,
  CodeOutputLimitExceeded,
  CodeOutputTooDeep,
  CodeOutputUndeclared
] as const
