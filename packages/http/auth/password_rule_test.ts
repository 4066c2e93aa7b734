import { assert, describe, it } from "@effect/vitest"
import { Effect } from "effect"
import { validPassword } from "./password_rule.ts"

describe("password rule", () => {
  it.effect("wants a letter, a digit and eight characters", () =>
    Effect.gen(function* () {
      for (const password of ["abcdefg1", "1234567a", "pass word 1", "ÄÖÜ a1 ß"]) {
        assert.strictEqual(yield* validPassword(password), password)
      }
      for (const password of ["", "abcdef1", "abcdefgh", "12345678", "äöüßäöü1"]) {
        assert.strictEqual((yield* Effect.flip(validPassword(password))).code, "invalid_param", password)
      }
    })
  )
})
