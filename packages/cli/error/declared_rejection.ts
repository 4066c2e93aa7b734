import { InternalServerError, isDeclaredError } from "@flowglass/core/error"
import { Cause } from "effect"

/** What a promise rejects with for a cause: the declared error, or `internal_server_error` with what it was as `cause`. */
export const declaredRejection = (cause: Cause.Cause<unknown>): Error => {
  const error = Cause.squash(cause)
  if (isDeclaredError(error)) return error
  const unexpected = new InternalServerError({ message: "Flowglass itself is at fault; `cause` tells more." })
  // Not enumerable, so that it is not part of the error as JSON.
  return Object.defineProperty(unexpected, "cause", { value: error, enumerable: false })
}
