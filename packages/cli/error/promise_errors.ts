import { defineError } from "@flowglass/core/error"

/** The outputs of a run are not what the caller's schema says. */
export class RunOutputsMismatch extends defineError<RunOutputsMismatch>()({
  code: "run_outputs_mismatch",
  status: 422,
  family: "run",
  title: "The outputs of the run do not fit the schema",
  remedy: "Compare the schema with the end node's outputs; `run.result` without a schema shows them as they are."
}) {}

export const promiseErrors = [RunOutputsMismatch] as const
