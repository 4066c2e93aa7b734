import { InternalServerError } from "@flowglass/core/error"
import { Effect, type Layer } from "effect"
import { HttpApiMiddleware } from "effect/http-api"
import { InvalidParam } from "../error/http_errors.ts"
import { invalidRequest } from "./invalid_request.ts"

/** Answers requests that do not fit a route's schema in Dify's shape; every group has it. */
export class WellFormed extends HttpApiMiddleware.Service<WellFormed>()("@flowglass/http/serve/WellFormed", {
  error: [InvalidParam, InternalServerError]
}) {
  static readonly layer: Layer.Layer<WellFormed> = HttpApiMiddleware.layerSchemaErrorTransform(WellFormed, (error) => {
    const invalid = invalidRequest(error)
    if (invalid !== undefined) return Effect.fail(invalid)
    // What the server itself wrote wrongly is the server's fault, and none of the caller's business.
    return Effect.andThen(
      Effect.logError("A response does not fit its schema", error.cause),
      new InternalServerError({ message: "Internal Server Error" })
    )
  })
}
