import { InternalServerError, StoreUnavailable } from "@flowglass/core/error"
import { HttpApiMiddleware, HttpApiSecurity } from "effect/http-api"
import { AccountNotInitialized, NotInitValidated, NotSetup } from "../error/console_errors.ts"
import { Unauthorized } from "../error/http_errors.ts"
import type { CurrentAccount } from "./current_account.ts"

/**
 * Lets console requests through that carry a session: a signed access token as a cookie or bearer, and for every method
 * that changes something the CSRF token as cookie and header.
 */
export class SignedIn extends HttpApiMiddleware.Service<SignedIn, { provides: CurrentAccount }>()(
  "@flowglass/http/auth/SignedIn",
  {
    security: {
      session: HttpApiSecurity.apiKey({ key: "access_token", in: "cookie" }),
      bearer: HttpApiSecurity.bearer
    },
    error: [Unauthorized, NotSetup, NotInitValidated, AccountNotInitialized, StoreUnavailable, InternalServerError]
  }
) {}
