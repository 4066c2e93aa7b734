import { Effect, Layer } from "effect"
import { type HttpApiError, HttpApiMiddleware } from "effect/http-api"
import { InvalidParam, RequestEntityTooLarge, UnsupportedMediaType } from "../error/http_errors.ts"
import { invalidRequest } from "./invalid_request.ts"

/** For routes that read a query: one that does not fit is answered in Dify's shape. */
export class WellFormedQuery extends HttpApiMiddleware.Service<WellFormedQuery>()(
  "@flowglass/http/serve/WellFormedQuery",
  { error: InvalidParam }
) {}

/**
 * For routes that read a body: one that does not fit is answered in Dify's shape. Its size and its type are looked at
 * where it is read, so the envelope answers those two.
 */
export class WellFormedBody extends HttpApiMiddleware.Service<WellFormedBody>()(
  "@flowglass/http/serve/WellFormedBody",
  { error: [InvalidParam, RequestEntityTooLarge, UnsupportedMediaType] }
) {}

// What the server itself wrote wrongly goes on to the envelope: it is none of the caller's business.
const answered = (error: HttpApiError.HttpApiSchemaError) => Effect.fail(invalidRequest(error) ?? error)

/** Both, for every API. */
export const wellFormedLayer: Layer.Layer<WellFormedQuery | WellFormedBody> = Layer.merge(
  HttpApiMiddleware.layerSchemaErrorTransform(WellFormedQuery, answered),
  HttpApiMiddleware.layerSchemaErrorTransform(WellFormedBody, answered)
)
