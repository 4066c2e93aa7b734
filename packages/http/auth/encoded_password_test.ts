import { assert, describe, it } from "@effect/vitest"
import { Effect } from "effect"
import { decodePassword } from "./encoded_password.ts"

const encoded = (text: string): string => Buffer.from(text).toString("base64")

describe("encoded password", () => {
  it.effect("is base64 of UTF-8 bytes", () =>
    Effect.gen(function* () {
      for (const password of ["", "a", "ab", "abc", "abcd", "pässwörd 1", "密码 🔑 1", "\uFEFFbom 1", "\u0000"]) {
        assert.strictEqual(yield* decodePassword(encoded(password)), password)
      }
    })
  )

  // What Python's base64.b64decode answers.
  it.effect("is read as leniently as Dify reads it", () =>
    Effect.gen(function* () {
      assert.strictEqual(yield* decodePassword("YW\nJj ZA=="), "abcd")
      assert.strictEqual(yield* decodePassword("YW-Jj_ZA=="), "abcd")
      assert.strictEqual(yield* decodePassword("YWJjZA==YWJj"), "abcd")
      assert.strictEqual(yield* decodePassword("=YWJj"), "abc")
    })
  )

  it.effect("attack: what cannot be decoded fails without a word about it", () =>
    Effect.gen(function* () {
      for (const text of ["YWJjZA", "YWJjZA=", "a", "abcde", "/w==", "gA==", "7aCA"]) {
        const error = yield* Effect.flip(decodePassword(text))
        assert.deepInclude(error, { code: "authentication_failed", message: "Invalid encrypted data" }, text)
      }
    })
  )
})
