import { type FlowglassError, isDeclaredError } from "@flowglass/core/error"
import { Cause, Predicate } from "effect"
import { HttpServerError } from "effect/http"
import { HttpApiError } from "effect/http-api"
import { BadRequest, InvalidParam, NotFound, RequestEntityTooLarge } from "../error/http_errors.ts"
import { invalidRequest } from "./invalid_request.ts"

export const tooLarge = (): RequestEntityTooLarge =>
  new RequestEntityTooLarge({ message: "The body of the request is larger than this server takes." })

export const noRoute = (method: string): NotFound =>
  new NotFound({ message: `There is no route for ${method} at this address.` })

const serverFailure = ({ reason, request }: HttpServerError.HttpServerError): FlowglassError | undefined => {
  if (reason._tag === "RouteNotFound") return noRoute(request.method)
  if (reason._tag !== "RequestParseError") return undefined
  return reason.reason === "BodyTooLarge" ? tooLarge() : new BadRequest({ message: "The body could not be read." })
}

const multipartFailure = (reason: unknown): FlowglassError | undefined => {
  const tag = Predicate.hasProperty(reason, "_tag") ? String(reason._tag) : ""
  if (/TooLarge|TooMany/.test(tag)) return tooLarge()
  return tag === "Parse" ? new InvalidParam({ message: "The body is no valid multipart form." }) : undefined
}

const failureOf = (error: unknown): FlowglassError | undefined => {
  if (isDeclaredError(error)) return error
  if (HttpServerError.isHttpServerError(error)) return serverFailure(error)
  if (HttpApiError.HttpApiSchemaError.is(error)) return invalidRequest(error)
  if (HttpApiError.HttpApiPayloadTooLarge.is(error)) return tooLarge()
  return Predicate.isTagged(error, "MultipartError") && Predicate.hasProperty(error, "reason")
    ? multipartFailure(error.reason)
    : undefined
}

/** What a failed request answers, whether it failed or died of it; undefined for what nobody expected. */
export const knownFailure = (cause: Cause.Cause<unknown>): FlowglassError | undefined => {
  for (const reason of cause.reasons) {
    if (Cause.isInterruptReason(reason)) continue
    return failureOf(Cause.isFailReason(reason) ? reason.error : reason.defect)
  }
  return undefined
}
