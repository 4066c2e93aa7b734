import { defineError } from "@flowglass/core/error"

/** The outputs of a run are not what the caller's schema says. */
export class RunOutputsMismatch extends defineError<RunOutputsMismatch>()({
  code: "run_outputs_mismatch",
  status: 422,
  family: "run",
  title: "The outputs of the run do not fit the schema",
  remedy: "Compare the schema with the end node's outputs; `run.result` without a schema shows them as they are."
}) {}

/** An engine was asked for something after its `close`. */
export class FlowglassClosed extends defineError<FlowglassClosed>()({
  code: "flowglass_closed",
  status: 409,
  family: "run",
  title: "The engine was closed",
  remedy: "Finish the calls before `close()`, or open another engine with `open()`."
}) {}

/** An argument of a call is none that the call takes. */
export class HostArgumentInvalid extends defineError<HostArgumentInvalid>()({
  code: "host_argument_invalid",
  status: 400,
  family: "usage",
  title: "A program handed over an argument that the call does not take",
  remedy: "Correct the argument that the message names; the types of the package describe what each call takes."
}) {}

/** What the promise entry fails with beside the errors of the engine. */
export const promiseErrors = [RunOutputsMismatch, FlowglassClosed, HostArgumentInvalid] as const
