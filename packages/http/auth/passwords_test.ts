import { assert, describe, it } from "@effect/vitest"
import { Effect, Fiber, Logger } from "effect"
import { hashPassword } from "./password_hash.ts"
import { Passwords } from "./passwords.ts"

const weak = { memory: 64, passes: 1, parallelism: 1 }

describe("Passwords", () => {
  it.live("checks a password, and tells a weak hash only to who knows it", () =>
    Effect.gen(function* () {
      const { hash, check } = yield* Passwords
      const strong = yield* hash("correct horse 1")
      assert.deepStrictEqual(yield* check("correct horse 1", strong), { isRight: true, isWeak: false })
      assert.deepStrictEqual(yield* check("wrong", strong), { isRight: false, isWeak: false })
      const old = yield* hashPassword("correct horse 1", weak)
      assert.deepStrictEqual(yield* check("correct horse 1", old), { isRight: true, isWeak: true })
      assert.deepStrictEqual(yield* check("wrong", old), { isRight: false, isWeak: false })
    }).pipe(Effect.provide(Passwords.layer))
  )

  it.live("attack: nobody, no password and a damaged hash fit nothing; the damaged one is logged", () => {
    const lines: Array<string> = []
    const logger = Logger.make<unknown, void>(({ message }) => void lines.push(String(message)))
    return Effect.gen(function* () {
      const { check } = yield* Passwords
      for (const hash of [undefined, null, "", "plain text"]) {
        for (const password of ["", "undefined", "null", "plain text"]) {
          assert.deepStrictEqual(yield* check(password, hash), { isRight: false, isWeak: false })
        }
      }
      assert.lengthOf(lines, 8)
      assert.notInclude(lines.join(), "plain text")
    }).pipe(Effect.provide([Passwords.layer, Logger.layer([logger])]))
  })

  it.live("attack: who hangs up does not make room for more hashes at a time", () =>
    Effect.gen(function* () {
      const { hash } = yield* Passwords
      const running = yield* Effect.forkChild(hash("one"))
      yield* Effect.sleep("2 millis")
      const started = performance.now()
      yield* Fiber.interrupt(running)
      // The interruption waited for the hash to end; 3 ms are far less than any hash takes.
      assert.isAbove(performance.now() - started, 3)
    }).pipe(Effect.provide(Passwords.layer))
  )
})
