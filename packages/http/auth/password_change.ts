import type { Account } from "@flowglass/core"
import type { StoreUnavailable } from "@flowglass/core/error"
import { Context, Effect, Layer } from "effect"
import type { HttpServerRequest } from "effect/http"
import { CurrentPasswordIncorrect, type EmailCodeLoginLimit, RepeatPasswordNotMatch } from "../error/console_errors.ts"
import type { InvalidParam } from "../error/http_errors.ts"
import { LoginLockout } from "./login_lockout.ts"
import { validPassword } from "./password_rule.ts"
import { Passwords } from "./passwords.ts"

/** The three texts of the page that changes a password. */
export interface PasswordTexts {
  readonly current: string
  readonly next: string
  readonly repeated: string
}

/** Decides whether an account may have a new password. */
export class PasswordChange extends Context.Service<
  PasswordChange,
  {
    /** The hash of the new password. The current one is asked for where there is one, and guessing it locks out too. */
    readonly hashFor: (
      account: Account,
      texts: PasswordTexts
    ) => Effect.Effect<
      string,
      RepeatPasswordNotMatch | CurrentPasswordIncorrect | InvalidParam | EmailCodeLoginLimit | StoreUnavailable,
      HttpServerRequest.HttpServerRequest
    >
  }
>()("@flowglass/http/auth/PasswordChange") {
  static readonly layer: Layer.Layer<PasswordChange, never, Passwords | LoginLockout> = Layer.effect(
    PasswordChange,
    Effect.gen(function* () {
      const passwords = yield* Passwords
      const lockout = yield* LoginLockout
      return PasswordChange.of({
        hashFor: Effect.fn("PasswordChange.hashFor")(function* (account, { current, next, repeated }) {
          if (next !== repeated) {
            return yield* new RepeatPasswordNotMatch({ message: "New password and repeat password does not match." })
          }
          const password = yield* validPassword(next)
          if (account.passwordHash !== null) {
            const key = `password:${account.id}`
            yield* lockout.attempt(key)
            const { isRight } = yield* passwords.check(current, account.passwordHash)
            if (!isRight) return yield* new CurrentPasswordIncorrect({ message: "Current password is incorrect." })
            yield* lockout.succeed(key)
          }
          return yield* passwords.hash(password)
        })
      })
    })
  )
}
