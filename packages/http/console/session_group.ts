import { InternalServerError, StoreUnavailable } from "@flowglass/core/error"
import { Schema } from "effect"
import { HttpApiEndpoint, HttpApiGroup } from "effect/http-api"
import { RefreshFailure } from "../auth/refresh_failure.ts"
import { SignedIn } from "../auth/signed_in.ts"
import {
  AccountBanned,
  AuthenticationFailed,
  EmailCodeLoginLimit,
  NotInitValidated,
  NotSetup
} from "../error/console_errors.ts"
import { TooManyRequests } from "../error/http_errors.ts"
import { plainText } from "../serve/plain_text.ts"
import { WellFormedBody } from "../serve/well_formed.ts"
import { PasswordText } from "./password_text.ts"
import { Success } from "./success.ts"

/** An account without a workspace cannot do anything: Dify's answer, with status 200. */
const NoWorkspace = Schema.Struct({ result: Schema.Literal("fail"), data: Schema.String })

/** Sign-in, sign-out and renewal of a session. The secrets travel in cookies only. */
export const sessionGroup = HttpApiGroup.make("session").add(
  HttpApiEndpoint.post("login", "/login", {
    payload: Schema.Struct({
      email: plainText(1, 255),
      /** Base64 of the password's UTF-8 bytes. */
      password: PasswordText,
      remember_me: Schema.optional(Schema.NullOr(Schema.Boolean)),
      invite_token: Schema.optional(Schema.NullOr(Schema.String))
    }),
    success: Schema.Union([Success, NoWorkspace]),
    error: [
      NotSetup,
      NotInitValidated,
      AuthenticationFailed,
      AccountBanned,
      EmailCodeLoginLimit,
      TooManyRequests,
      StoreUnavailable,
      InternalServerError
    ]
  }).middleware(WellFormedBody),
  HttpApiEndpoint.post("logout", "/logout", { success: Success, error: StoreUnavailable }).middleware(SignedIn),
  HttpApiEndpoint.post("refreshToken", "/refresh-token", {
    success: Success,
    error: [RefreshFailure, StoreUnavailable, InternalServerError]
  })
)
