import { AccountStore, TenantStore } from "@flowglass/core"
import type { StoreUnavailable } from "@flowglass/core/error"
import { Clock, Context, Effect, Layer } from "effect"
import type { HttpServerRequest } from "effect/http"
import { AccountBanned, AuthenticationFailed, type EmailCodeLoginLimit } from "../error/console_errors.ts"
import { LoginLockout, loginKey } from "./login_lockout.ts"
import { Passwords } from "./passwords.ts"
import { type SessionSecrets, Sessions } from "./sessions.ts"

/** Who wants to sign in, and from where. */
export interface SignInRequest {
  readonly email: string
  readonly password: string
  readonly ip: string | null
}

/** Signs accounts in by password. */
export class SignIn extends Context.Service<
  SignIn,
  {
    /** The new session; undefined when the account belongs to no workspace. */
    readonly withPassword: (
      request: SignInRequest
    ) => Effect.Effect<
      SessionSecrets | undefined,
      AuthenticationFailed | AccountBanned | EmailCodeLoginLimit | StoreUnavailable,
      HttpServerRequest.HttpServerRequest
    >
  }
>()("@flowglass/http/auth/SignIn") {
  static readonly layer: Layer.Layer<SignIn, never, AccountStore | TenantStore | Passwords | Sessions | LoginLockout> =
    Layer.effect(
      SignIn,
      Effect.gen(function* () {
        const accounts = yield* AccountStore
        const tenants = yield* TenantStore
        const passwords = yield* Passwords
        const sessions = yield* Sessions
        const lockout = yield* LoginLockout
        return SignIn.of({
          // Known and unknown addresses take the same way up to the check of the password.
          withPassword: Effect.fn("SignIn.withPassword")(function* ({ email, password, ip }) {
            const key = loginKey(email)
            yield* lockout.attempt(key)
            const account = yield* accounts.findByEmail(email)
            const { isRight, isWeak } = yield* passwords.check(password, account?.passwordHash)
            if (account === undefined || !isRight || account.status === "closed") {
              return yield* new AuthenticationFailed({ message: "Invalid email or password." })
            }
            if (account.status === "banned") return yield* new AccountBanned({ message: "Account is banned." })
            const memberships = yield* tenants.listFor(account.id)
            if (!memberships.some(({ tenant }) => tenant.status === "normal")) return undefined
            yield* accounts.change(account.id, {
              lastLoginAt: yield* Clock.currentTimeMillis,
              lastLoginIp: ip,
              ...(isWeak ? { passwordHash: yield* passwords.hash(password) } : {}),
              ...(account.status === "pending" ? { status: "active" } : {})
            })
            const session = yield* sessions.open(account.id)
            yield* lockout.succeed(key)
            return session
          })
        })
      })
    )
}
