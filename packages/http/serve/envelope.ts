import { type FlowglassError, InternalServerError } from "@flowglass/core/error"
import { ByteSize, Cause, Effect, type Types } from "effect"
import { HttpIncomingMessage, HttpRouter, HttpServerRequest, HttpServerResponse } from "effect/http"
import { BadRequest, MethodNotAllowed, UnsupportedMediaType } from "../error/http_errors.ts"
import { checkedBody } from "./checked_body.ts"
import { corsHeaders, preflightHeaders } from "./cors.ts"
import { errorResponse } from "./error_response.ts"
import { knownFailure, noRoute, tooLarge } from "./known_failure.ts"
import type { MethodTable } from "./method_table.ts"
import { responseHeaders } from "./response_headers.ts"
import { ServerConfig } from "./server_config.ts"
import { traceIdOf } from "./trace_id.ts"

type Request = HttpServerRequest.HttpServerRequest
type Response = HttpServerResponse.HttpServerResponse

/** What the router answers itself, outside of every schema, in place of its own form. */
const failureOfStatus = (status: number): FlowglassError | undefined => {
  if (status < 400) return undefined
  if (status === 413) return tooLarge()
  if (status === 415)
    return new UnsupportedMediaType({ message: "This route does not read a body of this type; send JSON." })
  if (status < 500) return new BadRequest({ message: "The request cannot be carried out as it is." })
  return new InternalServerError({ message: "Internal Server Error" })
}

const enveloped = (response: Response): Response => {
  const failure = failureOfStatus(response.status)
  const isJson = response.headers["content-type"]?.startsWith("application/json") === true
  return failure === undefined || isJson ? response : errorResponse(failure)
}

/** Answers `OPTIONS` for every route: to browsers that ask for another page's sake, and to whoever wants to know. */
const optionsResponse = (request: Request, methods: MethodTable): Response => {
  if (request.headers["access-control-request-method"] !== undefined) {
    return HttpServerResponse.empty({ status: 204, headers: preflightHeaders(request.url) })
  }
  const known = methods(request.url)
  return known.length === 0
    ? errorResponse(noRoute(request.method))
    : HttpServerResponse.empty({ status: 204, headers: { allow: known.join(", ") } })
}

const failureResponse = (error: FlowglassError, request: Request, methods: MethodTable): Response => {
  const known = error.code === "not_found" ? methods(request.url) : []
  if (known.length === 0 || known.includes(request.method)) return errorResponse(error)
  const message = `${request.method} is not allowed here, but ${known.join(", ")}.`
  return errorResponse(new MethodNotAllowed({ message }), { allow: known.join(", ") })
}

/**
 * Around every request: the limits of its body, Dify's shape for whatever goes wrong outside the schemas of the routes,
 * cross-origin rules and the headers of every response. What nobody expected is logged once under the trace id and
 * answered without a word about it.
 */
export const envelope = (methods: MethodTable) =>
  HttpRouter.middleware(
    Effect.gen(function* () {
      const settings = yield* ServerConfig
      const bodyLimit = ByteSize.bytes(settings.bodyLimit)

      const answer = (handle: Effect.Effect<Response, Types.unhandled>, request: Request) => {
        if (request.method === "OPTIONS") return Effect.succeed(optionsResponse(request, methods))
        return handle.pipe(
          Effect.provideService(HttpServerRequest.HttpServerRequest, checkedBody(request, settings)),
          Effect.provideService(HttpIncomingMessage.MaxBodySize, bodyLimit),
          Effect.map(enveloped),
          Effect.catchCauseIf(
            (cause) => !Cause.hasInterruptsOnly(cause),
            (cause) => {
              const known = knownFailure(cause)
              if (known !== undefined) return Effect.succeed(failureResponse(known, request, methods))
              const error = new InternalServerError({ message: "Internal Server Error" })
              return Effect.as(Effect.logError("A request failed for an unknown reason", cause), errorResponse(error))
            }
          )
        )
      }

      return (handle: Effect.Effect<Response, Types.unhandled>) =>
        Effect.flatMap(HttpServerRequest.HttpServerRequest, (request) => {
          const traceId = traceIdOf(request.headers["x-trace-id"])
          return answer(handle, request).pipe(
            Effect.annotateLogs({ trace_id: traceId }),
            Effect.map((response) =>
              HttpServerResponse.setHeaders(response, {
                ...(response.status === 401 ? { "www-authenticate": 'Bearer realm="api"' } : {}),
                ...corsHeaders(request.url, request.headers["origin"], settings),
                ...responseHeaders(traceId)
              })
            )
          )
        })
    }),
    { global: true }
  )
