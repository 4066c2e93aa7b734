import { SessionStore } from "@flowglass/core"
import type { StoreUnavailable } from "@flowglass/core/error"
import { Clock, Context, Effect, Layer } from "effect"
import type { HttpServerRequest } from "effect/http"
import { EmailCodeLoginLimit } from "../error/console_errors.ts"
import { retryAfter } from "../serve/retry_after.ts"
import { ServerConfig } from "../serve/server_config.ts"

/** Wrong passwords that are answered as such; Dify blocks when it has counted more than five. */
const attemptsAllowed = 6

/** What attempts on an e-mail address are counted under. */
export const loginKey = (email: string): string => `login:${email.toLowerCase()}`

const locked = (milliseconds: number) =>
  Effect.andThen(
    retryAfter(milliseconds / 1000),
    Effect.fail(new EmailCodeLoginLimit({ message: "Too many incorrect password attempts. Please try again later." }))
  )

/**
 * Stops the guessing of passwords: six attempts, then nothing until the lockout ends. Refusals say in `Retry-After` when
 * that is.
 */
export class LoginLockout extends Context.Service<
  LoginLockout,
  {
    /** Counts an attempt as failed before it is made, so that many at a time are not more than six either. */
    readonly attempt: (
      key: string
    ) => Effect.Effect<void, EmailCodeLoginLimit | StoreUnavailable, HttpServerRequest.HttpServerRequest>
    /** Takes all attempts back: the last one was right. */
    readonly succeed: (key: string) => Effect.Effect<void, StoreUnavailable>
  }
>()("@flowglass/http/auth/LoginLockout") {
  static readonly layer: Layer.Layer<LoginLockout, never, SessionStore | ServerConfig> = Layer.effect(
    LoginLockout,
    Effect.gen(function* () {
      const store = yield* SessionStore
      const { loginLockout } = yield* ServerConfig
      return LoginLockout.of({
        attempt: Effect.fn("LoginLockout.attempt")(function* (key) {
          const now = yield* Clock.currentTimeMillis
          // Whoever is locked out does not lengthen the lockout by trying.
          const before = yield* store.failures(key, now)
          if (before !== undefined && before.count >= attemptsAllowed) return yield* locked(before.until - now)
          const lockout = loginLockout * 1000
          const count = yield* store.countFailure(key, now, now + lockout)
          if (count > attemptsAllowed) return yield* locked(lockout)
        }),
        succeed: (key) => store.clearFailures(key)
      })
    })
  )
}
