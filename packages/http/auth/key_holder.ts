import type { App, AppKey } from "@flowglass/core"
import { InternalServerError, StoreUnavailable } from "@flowglass/core/error"
import { Context } from "effect"
import { HttpApiMiddleware, HttpApiSecurity } from "effect/http-api"
import { Forbidden, InvalidParam, Unauthorized } from "../error/http_errors.ts"

/** The app that a key of the service API names. */
export class CurrentApp extends Context.Service<CurrentApp, { readonly app: App; readonly key: AppKey }>()(
  "@flowglass/http/auth/CurrentApp"
) {}

/** Lets service requests through that carry the key of an app whose API is switched on. */
export class KeyHolder extends HttpApiMiddleware.Service<KeyHolder, { provides: CurrentApp }>()(
  "@flowglass/http/auth/KeyHolder",
  {
    security: { key: HttpApiSecurity.bearer },
    error: [Unauthorized, Forbidden, InvalidParam, StoreUnavailable, InternalServerError]
  }
) {}
