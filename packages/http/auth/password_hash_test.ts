import { assert, describe, it } from "@effect/vitest"
import { Effect } from "effect"
import { hashOfNobody, hashPassword, isWeakHash, passwordHasHash } from "./password_hash.ts"

const parametersOf = (hash: string): string => hash.split("$").slice(1, 4).join("$")
const weak = { memory: 64, passes: 1, parallelism: 1 }

describe("password hash", () => {
  it.live("is argon2id with its parameters and a salt of its own in the text", () =>
    Effect.gen(function* () {
      const hash = yield* hashPassword("correct horse 1")
      assert.match(hash, /^\$argon2id\$v=19\$m=19456,t=2,p=1\$[A-Za-z0-9+/]{22}\$[A-Za-z0-9+/]{43}$/)
      assert.notStrictEqual(hash, yield* hashPassword("correct horse 1"))
      assert.isTrue(yield* passwordHasHash("correct horse 1", hash))
      for (const wrong of ["correct horse 2", "Correct horse 1", "correct horse 1 ", ""]) {
        assert.isFalse(yield* passwordHasHash(wrong, hash))
      }
    })
  )

  it.live("knows hashes that other argon2 libraries wrote", () =>
    Effect.gen(function* () {
      // The reference implementation's own test vector.
      const vector = "$argon2id$v=19$m=256,t=2,p=1$c29tZXNhbHQ$nf65EOgLrQMR/uIPnA4rEsF5h7TKyQwu9U1bMCHGi/4"
      assert.isTrue(yield* passwordHasHash("password", vector))
      assert.isFalse(yield* passwordHasHash("differentpassword", vector))
    })
  )

  it.live("tells when a hash should be made anew", () =>
    Effect.gen(function* () {
      const old = yield* hashPassword("correct horse 1", weak)
      assert.isTrue(yield* passwordHasHash("correct horse 1", old))
      assert.isTrue(isWeakHash(old))
      assert.isFalse(isWeakHash(yield* hashPassword("correct horse 1")))
    })
  )

  it.live("attack: a damaged hash, or one of another kind, fits no password", () =>
    Effect.gen(function* () {
      const hash = yield* hashPassword("correct horse 1", weak)
      const broken = [
        "",
        "x",
        hash.replace("argon2id", "argon2i"),
        hash.slice(0, -30),
        `${hash}$`,
        hash.replace("m=64", "m=99999999999")
      ]
      for (const text of broken) assert.isUndefined(yield* passwordHasHash("correct horse 1", text), text)
      assert.isFalse(yield* passwordHasHash("correct horse 1", hash.replace("t=1", "t=2")))
    })
  )

  it.live("attack: guessing addresses: the hash of nobody takes the work of a real one and fits nothing", () =>
    Effect.gen(function* () {
      const nobody = hashOfNobody()
      assert.strictEqual(parametersOf(nobody), parametersOf(yield* hashPassword("x")))
      assert.strictEqual(nobody.length, (yield* hashPassword("x")).length)
      assert.isFalse(yield* passwordHasHash("", nobody))
    })
  )
})
