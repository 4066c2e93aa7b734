import { assert, describe, it } from "@effect/vitest"
import { Effect, Redacted, Result } from "effect"
import { hostileTexts } from "../store_requirement.ts"
import { Sealer } from "./sealer.ts"

const sealerOf = (key: string): Sealer["Service"] =>
  Effect.runSync(Effect.provide(Effect.service(Sealer), Sealer.layer(Redacted.make(key))))

describe("Sealer", () => {
  const sealer = sealerOf("one key")

  it("gives every well-formed text back, and never shows it", () => {
    for (const text of hostileTexts.map((hostile) => hostile.toWellFormed())) {
      const sealed = sealer.seal(text, "p")
      assert.strictEqual(Result.getOrThrow(sealer.open(sealed, "p")), text)
      assert.notStrictEqual(sealer.seal(text, "p"), sealed)
    }
    assert.notInclude(sealer.seal("canary-1234", "p"), "canary")
  })

  it("hostile: another key, another purpose, a changed, cut or plain value is refused by its code", () => {
    const sealed = sealer.seal("secret", "p")
    const last = sealed.at(-1) === "A" ? "B" : "A"
    const refused = [
      sealerOf("another key").open(sealed, "p"),
      sealer.open(sealed, "q"),
      sealer.open(`${sealed.slice(0, -2)}${last}${last}`, "p"),
      sealer.open(sealed.slice(0, 20), "p"),
      sealer.open("secret", "p"),
      sealer.open("", "p")
    ]
    for (const one of refused) assert.strictEqual(Result.getOrThrow(Result.flip(one)).code, "stored_value_unreadable")
  })
})
