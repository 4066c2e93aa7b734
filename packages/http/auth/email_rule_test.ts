import { assert, describe, it } from "@effect/vitest"
import { Effect } from "effect"
import { validEmail } from "./email_rule.ts"

describe("e-mail rule", () => {
  it.effect("takes what Dify takes, in lower case", () =>
    Effect.gen(function* () {
      for (const email of ["Ada@Example.test", "a.b+c@sub.example.org", "ü@exämple.de", "'@b.cd", "you@localhost"]) {
        assert.strictEqual(yield* validEmail(email), email.toLowerCase())
      }
    })
  )

  it.effect("attack: addresses that are none, long ones in no time", () =>
    Effect.gen(function* () {
      const wrong = [
        "",
        "a",
        "@b.cd",
        "a@b",
        "a@b.c",
        "a@.cd",
        "a b@c.de",
        "a@b.cd\n",
        "a@b..cd",
        "a@b.cd' OR '1'='1",
        `a@${"a.".repeat(30_000)}`
      ]
      for (const email of wrong) {
        const error = yield* Effect.flip(validEmail(email))
        assert.strictEqual(error.code, "invalid_param")
        assert.match(error.message, / is not a valid email\.$/)
      }
    })
  )
})
