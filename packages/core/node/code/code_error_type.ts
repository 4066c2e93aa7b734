import type { CodeError } from "../../sandbox/code_request.ts"
import type { CodeOutputError } from "./code_output_error.ts"

/** Dify's `error_type` of a code node's failure, which workflows read on a fail branch. */
export const codeErrorType = (error: CodeError | CodeOutputError): string => {
  switch (error.code) {
    case "code_output_missing":
    case "code_output_type_mismatch":
    case "code_output_limit_exceeded":
      return "OutputValidationError"
    case "code_output_too_deep":
      return "DepthLimitError"
    case "code_output_undeclared":
      return "CodeNodeError"
    case "code_result_invalid":
      // Dify's executor raises it outside its own class of errors.
      return "ValueError"
    default:
      return "CodeExecutionError"
  }
}
