import { mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { assert, describe, it } from "@effect/vitest"
import { Effect, Redacted } from "effect"
import { platformLayer } from "../platform.ts"
import { keptSecretKey } from "./kept_secret_key.ts"

const place = Effect.acquireRelease(
  Effect.sync(() => mkdtempSync(join(tmpdir(), "flow glass key "))),
  (path) => Effect.sync(() => rmSync(path, { recursive: true }))
)

const keyIn = (folder: string) =>
  Effect.map(Effect.provide(keptSecretKey(folder), platformLayer), (key) => Redacted.value(key))

describe("the key of an installation", () => {
  it.live("is one, however many make it at once, and stays the same", () =>
    Effect.gen(function* () {
      const folder = join(yield* place, "data")
      const keys = yield* Effect.all(
        Array.from({ length: 8 }, () => keyIn(folder)),
        { concurrency: "unbounded" }
      )
      assert.strictEqual(new Set([...keys, yield* keyIn(folder)]).size, 1)
      assert.isAtLeast(keys[0]?.length ?? 0, 32)
      assert.deepStrictEqual(readdirSync(folder), ["secret_key"])
      assert.strictEqual(statSync(join(folder, "secret_key")).mode & 0o077, 0)
    })
  )

  it.live("hostile: one that was cut off is refused, and not replaced", () =>
    Effect.gen(function* () {
      const folder = yield* place
      for (const text of ["", " \n", "x".repeat(31)]) {
        writeFileSync(join(folder, "secret_key"), text)
        const error = yield* Effect.flip(keyIn(folder))
        assert.strictEqual(error.code, "data_folder_not_usable")
        assert.notInclude(error.message, "xxx")
      }
    })
  )
})
