import { AccountStore } from "@flowglass/core"
import { AlreadySetup } from "@flowglass/core/error"
import { DateTime, Effect } from "effect"
import { HttpApiBuilder } from "effect/http-api"
import { validEmail } from "../auth/email_rule.ts"
import { InitGate } from "../auth/init_gate.ts"
import { validPassword } from "../auth/password_rule.ts"
import { Passwords } from "../auth/passwords.ts"
import { SignInPace } from "../auth/sign_in_pace.ts"
import { serverVersion } from "../serve/response_headers.ts"
import { ConsoleApi } from "./console_api.ts"
import { validLanguage } from "./language_rule.ts"
import { success } from "./success.ts"
import { systemFeatures } from "./system_features.ts"
import { workspaceFeatures } from "./workspace_features.ts"

/** The newest DSL version that this server reads and writes. */
const dslVersion = "0.6.0"

const version = {
  version: serverVersion,
  release_date: "",
  release_notes: "",
  can_auto_update: false,
  features: { can_replace_logo: false, model_load_balancing_enabled: false }
}

export const systemHandlers = HttpApiBuilder.group(
  ConsoleApi,
  "system",
  Effect.fnUntraced(function* (handlers) {
    const accounts = yield* AccountStore
    const passwords = yield* Passwords
    const pace = yield* SignInPace
    const gate = yield* InitGate

    const refuseSecond = Effect.gen(function* () {
      if ((yield* accounts.setupAt) === undefined) return
      return yield* new AlreadySetup({ message: "Flowglass has been set up already." })
    })

    return handlers.handleAll({
      ping: () => Effect.succeed({ result: "pong" as const }),
      version: () => Effect.succeed(version),
      dslVersion: () => Effect.succeed({ app_dsl_version: dslVersion }),
      systemFeatures: () => Effect.succeed(systemFeatures),
      features: () => Effect.succeed(workspaceFeatures),
      initStatus: Effect.fnUntraced(function* ({ request }) {
        const isFinished = (yield* accounts.setupAt) !== undefined || (yield* gate.isOpen(request))
        return { status: isFinished ? ("finished" as const) : ("not_started" as const) }
      }),
      proveInit: Effect.fnUntraced(function* ({ payload }) {
        yield* pace.attempt(Effect.andThen(refuseSecond, gate.open(payload.password)))
        return success
      }),

      setupStatus: Effect.fnUntraced(function* () {
        const at = yield* accounts.setupAt
        if (at === undefined) return { step: "not_started" as const, setup_at: null }
        return { step: "finished" as const, setup_at: DateTime.formatIso(DateTime.makeUnsafe(at)) }
      }),

      setUp: Effect.fnUntraced(function* ({ payload, request }) {
        const email = yield* validEmail(payload.email)
        const password = yield* validPassword(payload.password)
        const interfaceLanguage = yield* validLanguage(payload.language ?? "en-US")
        const attempt = Effect.gen(function* () {
          // The store decides who is first; this spares the work of a hash.
          yield* refuseSecond
          yield* gate.pass(request)
          const passwordHash = yield* passwords.hash(password)
          yield* accounts.setUp({ email, name: payload.name, passwordHash, interfaceLanguage })
          return success
        })
        return yield* pace.attempt(attempt)
      })
    })
  })
)
