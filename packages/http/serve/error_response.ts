import type { FlowglassError } from "@flowglass/core/error"
import { HttpServerResponse } from "effect/http"

/** An error as a response in Dify's shape: `{code, message, status}`, with `params` when the error has them. */
export const errorResponse = (
  error: FlowglassError,
  headers: Readonly<Record<string, string>> = {}
): HttpServerResponse.HttpServerResponse => HttpServerResponse.jsonUnsafe(error, { status: error.status, headers })
