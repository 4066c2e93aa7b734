import { cpSync, mkdtempSync, rmSync, statSync, truncateSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { assert, describe, it } from "@effect/vitest"
import { PGlite } from "@electric-sql/pglite"
import { Effect, Layer, Redacted } from "effect"
import { AccountStore } from "../account_store.ts"
import { openPglite } from "./_pglite_database.ts"
import { streamDatabase } from "./_postgres_client.ts"
import { endedRun } from "./_test_runs.ts"
import { layerPglite } from "./layer_pglite.ts"
import { Sealer } from "./sealer.ts"

const inFolder = (folder: string) =>
  Layer.fresh(layerPglite({ folder }).pipe(Layer.provide(Sealer.layer(Redacted.make("key")))))

const folder = Effect.acquireRelease(
  Effect.sync(() => mkdtempSync(join(tmpdir(), "flowglass damaged "))),
  (path) => Effect.sync(() => rmSync(path, { recursive: true, force: true }))
)

/** The files of all tables that hold anything, by the names of the tables. */
const filesOf = (database: string) =>
  Effect.promise(async () => {
    const opened = await PGlite.create({ dataDir: database })
    const { rows } = await opened.query<{ name: string; file: string }>(
      "SELECT relname AS name, pg_relation_filepath(oid) AS file FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace"
    )
    await opened.close()
    return rows.filter(({ file }) => statSync(join(database, file)).size > 0)
  })

const damages = {
  emptied: (path: string) => truncateSync(path, 0),
  truncated: (path: string) => truncateSync(path, Math.floor(statSync(path).size / 2)),
  gone: (path: string) => rmSync(path)
}

describe("the tables of a data folder", () => {
  it.live(
    "fault 5: any of which has lost its rows is told at the start; nobody finds an installation without an owner",
    () =>
      Effect.gen(function* () {
        const path = yield* folder
        const whole = join(path, "whole")
        const account = { email: "ada@example.test", name: "Ada", passwordHash: "hash" }
        yield* Effect.gen(function* () {
          yield* (yield* AccountStore).setUp(account)
          yield* endedRun
        }).pipe(Effect.provide(inFolder(whole)))
        const files = yield* filesOf(join(whole, "database"))
        const names = files.map(({ name }) => name)
        assert.includeMembers(names, ["installation", "accounts", "tenants", "runs", "run_facts", "graphs"])
        assert.include(names, "flowglass_migrations")
        for (const [index, { name, file }] of files.entries()) {
          const kinds = Object.entries(damages)
          const [kind, damage] = kinds[index % kinds.length] ?? assert.fail()
          const copy = join(path, "copy")
          cpSync(whole, copy, { recursive: true })
          damage(join(copy, "database", file))
          const error = yield* Effect.flip(Effect.provide(AccountStore, inFolder(copy)))
          assert.strictEqual(error.code, "stored_value_unreadable", `${name} ${kind}`)
          rmSync(copy, { recursive: true })
        }
        yield* Effect.provide(AccountStore, inFolder(whole))
      }),
    120_000
  )

  it.live("may be long: rows are read wherever they lie, and a part that is gone is told", () =>
    Effect.gen(function* () {
      const path = yield* folder
      yield* Effect.provide(AccountStore, inFolder(path))
      const opened = Effect.flatMap(openPglite(join(path, "database")), streamDatabase)
      const fill = Effect.gen(function* () {
        const database = yield* opened
        yield* database.query(`INSERT INTO run_facts
          SELECT lpad(i::text, 8, '0'), 1, 1, 'k', 1, decode(repeat('ab', 100), 'hex') FROM generate_series(1, 10500) i`)
        // Their keys say nothing about where they lie.
        yield* database.query(
          "INSERT INTO tenants SELECT gen_random_uuid(), 'n', 'normal', i FROM generate_series(1, 500) i"
        )
      })
      yield* Effect.scoped(fill)
      yield* Effect.provide(AccountStore, inFolder(path))
      const tenants = (yield* filesOf(join(path, "database"))).find(({ name }) => name === "tenants") ?? assert.fail()
      const file = join(path, "database", tenants.file)
      truncateSync(file, statSync(file).size - 8192)
      const error = yield* Effect.flip(Effect.provide(AccountStore, inFolder(path)))
      assert.strictEqual(error.code, "stored_value_unreadable")
    })
  )
})
