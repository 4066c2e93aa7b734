import { Result } from "effect"
import type { FlowglassError } from "../../error/define_error.ts"

/** Why a prompt could not be put together; `type` is Dify's name for it. */
export interface PromptFailure {
  readonly error: FlowglassError
  readonly type: string
}

/** A failed step of putting a prompt together. */
export const promptFailure = (error: FlowglassError, type: string): Result.Result<never, PromptFailure> =>
  Result.fail({ error, type })
