import { AccountStore } from "@flowglass/core"
import { Effect } from "effect"
import { HttpApiBuilder } from "effect/http-api"
import { validEmail } from "../auth/email_rule.ts"
import { decodePassword } from "../auth/encoded_password.ts"
import { InitGate } from "../auth/init_gate.ts"
import { clearSessionCookies, cookieOf, setSessionCookies } from "../auth/session_cookies.ts"
import { Sessions } from "../auth/sessions.ts"
import { SignIn } from "../auth/sign_in.ts"
import { SignInPace } from "../auth/sign_in_pace.ts"
import { clientAddress } from "../serve/client_address.ts"
import { ServerConfig } from "../serve/server_config.ts"
import { ConsoleApi } from "./console_api.ts"
import { success } from "./success.ts"

export const sessionHandlers = HttpApiBuilder.group(
  ConsoleApi,
  "session",
  Effect.fnUntraced(function* (handlers) {
    const settings = yield* ServerConfig
    const accounts = yield* AccountStore
    const sessions = yield* Sessions
    const signIn = yield* SignIn
    const pace = yield* SignInPace
    const gate = yield* InitGate
    return handlers.handleAll({
      login: Effect.fnUntraced(function* ({ payload, request }) {
        if ((yield* accounts.setupAt) === undefined) return yield* gate.setUpFirst
        const password = yield* decodePassword(payload.password)
        const email = yield* validEmail(payload.email)
        const ip = clientAddress(request, settings)
        const session = yield* pace.attempt(signIn.withPassword({ email, password, ip }))
        if (session === undefined) {
          return {
            result: "fail" as const,
            data: "workspace not found, please contact system admin to invite you to join in a workspace"
          }
        }
        yield* setSessionCookies(settings, session)
        return success
      }),

      logout: Effect.fnUntraced(function* ({ request }) {
        yield* sessions.close(cookieOf(settings, request, "refresh_token"))
        yield* clearSessionCookies(settings)
        return success
      }),

      refreshToken: Effect.fnUntraced(function* ({ request }) {
        const session = yield* sessions.refresh(cookieOf(settings, request, "refresh_token"))
        yield* setSessionCookies(settings, session)
        return success
      })
    })
  })
)
