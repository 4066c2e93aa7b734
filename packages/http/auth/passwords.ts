import { Context, Effect, Layer, Semaphore } from "effect"
import { hashOfNobody, hashPassword, isWeakHash, passwordHasHash } from "./password_hash.ts"

/** What checking a password showed. */
export interface PasswordCheck {
  readonly isRight: boolean
  /** Whether the hash should be made anew, because new ones take more work. */
  readonly isWeak: boolean
}

/** Hashes at a time: runs share the machine with whoever guesses passwords. */
const hashesAtATime = 2

/** Hashes and checks passwords with argon2id, two at a time. */
export class Passwords extends Context.Service<
  Passwords,
  {
    readonly hash: (password: string) => Effect.Effect<string>
    /** Takes as long for an account that is not there (undefined) or has no password (null) as for any other. */
    readonly check: (password: string, hash: string | null | undefined) => Effect.Effect<PasswordCheck>
  }
>()("@flowglass/http/auth/Passwords") {
  static readonly layer: Layer.Layer<Passwords> = Layer.effect(
    Passwords,
    Effect.gen(function* () {
      const semaphore = yield* Semaphore.make(hashesAtATime)
      const nobody = hashOfNobody()
      return Passwords.of({
        hash: (password) => semaphore.withPermits(1)(hashPassword(password)),
        check: Effect.fn("Passwords.check")(function* (password, hash) {
          const isRight = yield* semaphore.withPermits(1)(passwordHasHash(password, hash ?? nobody))
          if (isRight === undefined) {
            yield* Effect.logError("The stored hash of a password cannot be read")
            yield* semaphore.withPermits(1)(passwordHasHash(password, nobody))
          }
          const known = isRight === true && typeof hash === "string"
          return { isRight: known, isWeak: known && isWeakHash(hash) }
        })
      })
    })
  )
}
