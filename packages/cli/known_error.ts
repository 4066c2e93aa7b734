import type { catalogue } from "./error/catalogue.ts"

/** Every declared error of Flowglass, as a union on `code`. */
export type KnownError = InstanceType<(typeof catalogue)[number]>

/** Every declared code. */
export type ErrorCode = KnownError["code"]

/**
 * Whether a caught value is the error with this code. Narrows to its class.
 *
 * @example
 * ```ts
 * import { isError } from "flowglass"
 *
 * isError(new Error("something else"), "workflow_run_not_found") // => false
 * ```
 */
export const isError = <Code extends ErrorCode>(
  error: unknown,
  code: Code
): error is Extract<KnownError, { readonly code: Code }> =>
  error instanceof Error && "code" in error && error.code === code && "status" in error
