import type { Value } from "../value/value.ts"
import type { ErrorData } from "./fact.ts"

/** An error as it may be shown: a message can repeat what a server or a guest said, secrets included. */
export const maskError = (error: ErrorData, mask: (value: Value) => Value): ErrorData => {
  const message = mask(error.message)
  return { ...error, message: typeof message === "string" ? message : error.message }
}
