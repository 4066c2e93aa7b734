import { Result } from "effect"
import type { FlowglassError } from "../../error/define_error.ts"

/** Why a request could not be made; `type` is Dify's name for it. */
export interface RequestFailure {
  readonly error: FlowglassError
  readonly type: string
}

/** A failed step of making a request. */
export const requestFailure = (error: FlowglassError, type: string): Result.Result<never, RequestFailure> =>
  Result.fail({ error, type })
