import { Effect, Redacted } from "effect"
import { called, unavailable } from "./console_call.ts"
import type { Console } from "./console_session.ts"
import { newPassword } from "./new_password.ts"
import type { AccountRequest } from "./requests.ts"
import type { PasswordReset } from "./views.ts"

/** Whoever is signed in can have a new password, and nobody else. */
export const resetConsoleAccount = Effect.fnUntraced(function* (console: Console, { email }: AccountRequest) {
  const call = called(console)
  const profile = yield* call(console.api.account.profile({}))
  if (profile.email !== email.toLowerCase()) return yield* unavailable("set the password of somebody else")
  const next = yield* newPassword
  const payload = {
    password: Redacted.value(console.password),
    new_password: next,
    repeat_new_password: next
  }
  yield* call(console.api.account.changePassword({ payload }))
  const reset: PasswordReset = { email: profile.email, password: next }
  return reset
})
