import type { FlowglassError } from "@flowglass/core/error"
import { InternalServerError } from "@flowglass/core/error"
import { sameText } from "@flowglass/http"
import { NotFound } from "@flowglass/http/error"
import { Cause, Effect } from "effect"
import { HttpRouter, HttpServerError, HttpServerRequest, HttpServerResponse } from "effect/http"
import { LocalAccessRefused } from "../error/administration_errors.ts"

/** Commands come from this machine only. */
export const holderHost = "127.0.0.1"

const answer = (error: FlowglassError) => HttpServerResponse.jsonUnsafe(error, { status: error.status })

/**
 * A page of a browser cannot get here: it names itself in `Origin`, and one that made its own name lead to this machine
 * gives that name as `Host`.
 */
const isFromPage = ({ headers }: HttpServerRequest.HttpServerRequest): boolean =>
  headers["origin"] !== undefined ||
  headers["sec-fetch-site"] !== undefined ||
  !/^127\.0\.0\.1(:\d+)?$/.test(headers["host"] ?? "")

const tokenOf = ({ headers }: HttpServerRequest.HttpServerRequest): string =>
  /^Bearer (\S+)$/.exec(headers["authorization"] ?? "")?.[1] ?? ""

const failure = (cause: Cause.Cause<unknown>) => {
  const error = Cause.squash(cause)
  if (HttpServerError.isHttpServerError(error) && error.reason._tag === "RouteNotFound") {
    return Effect.succeed(answer(new NotFound({ message: "There is no such command here." })))
  }
  const told = answer(new InternalServerError({ message: "Internal Server Error" }))
  return Effect.as(Effect.logError("A command failed for an unknown reason", cause), told)
}

/** Lets nobody through but those who can read the lock of the data folder, and no page of a browser at all. */
export const holderAccess = (token: string) =>
  HttpRouter.middleware(
    (handle) =>
      Effect.flatMap(HttpServerRequest.HttpServerRequest, (request) => {
        if (isFromPage(request) || !sameText(tokenOf(request), token)) {
          return Effect.succeed(
            answer(new LocalAccessRefused({ message: "This is for commands that can read the data folder only." }))
          )
        }
        return Effect.catchCauseIf(handle, (cause) => !Cause.hasInterruptsOnly(cause), failure)
      }),
    { global: true }
  )
