import type { codeOutputErrors } from "../../error/code_output_errors.ts"

/** Every way in which outputs of code are refused. */
export type CodeOutputError = InstanceType<(typeof codeOutputErrors)[number]>
