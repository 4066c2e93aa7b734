import type { FlowglassError } from "../error/define_error.ts"
import type { ValueObject } from "../value/value.ts"
import type { NodeDetails } from "./node_result.ts"

/** What a failed node keeps beside its error. */
export interface NodeFailureDetails extends NodeDetails {
  /** Dify's `error_type`, which workflows read on a fail branch: `HTTPResponseCodeError`, `ValueError`, `""`. */
  readonly type?: string
  /** What it had produced before it failed; a strategy replaces it. */
  readonly outputs?: ValueObject
}

/**
 * A node that did not succeed. Inside a run this is data, not an exception: the engine retries it, takes the fail
 * branch, or ends the run with its code.
 */
export class NodeFailure {
  /** A declared error; the code and message of one when a recorded failure is given again. */
  readonly error: Pick<FlowglassError, "code" | "message">
  readonly details: NodeFailureDetails

  constructor(error: Pick<FlowglassError, "code" | "message">, details: NodeFailureDetails = {}) {
    this.error = error
    this.details = details
  }
}
