import { assert, it } from "@effect/vitest"
import { Effect, Fiber } from "effect"
import { Database } from "./_database.ts"
import { postgresDatabase } from "./_postgres_client.ts"
import { TestPostgres } from "./_test_postgres.ts"

const openTransactions = `SELECT pid FROM pg_stat_activity
  WHERE datname = current_database() AND state LIKE 'idle in transaction%'`

/** This process stands still, as one does that is paused. */
const standStill = (milliseconds: number) =>
  Effect.sync(() => Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, milliseconds))

it.layer(TestPostgres.layer, { timeout: 60_000, excludeTestServices: true })("a transaction", (it) => {
  it.effect("that was given up before it was known to have begun leaves none open", () =>
    Effect.gen(function* () {
      const url = yield* (yield* TestPostgres).freshDatabase
      const witness = yield* postgresDatabase(url, 1)
      yield* witness.query("CREATE TABLE notes (id int)")
      const { client } = yield* postgresDatabase(url, 1)
      const database = new Database(client, (column) => column.values, 500)
      yield* database.query("SELECT")
      const insert = (id: number) => database.attempt("INSERT INTO notes VALUES ($1)", [id])
      const begun = yield* Effect.forkChild(Effect.result(database.transaction(insert(1))), { startImmediately: true })
      // The answer is there by then, but the time is over before it is read.
      yield* standStill(1000)
      assert.strictEqual((yield* Fiber.join(begun))._tag, "Failure")
      yield* insert(2)
      assert.deepStrictEqual(yield* witness.query("SELECT id FROM notes"), [{ id: 2 }])
      assert.deepStrictEqual(yield* witness.query(openTransactions), [])
    })
  )

  it.effect("whose caller goes away at any moment happens whole or not at all, and keeps no connection", () =>
    Effect.gen(function* () {
      const url = yield* (yield* TestPostgres).freshDatabase
      const witness = yield* postgresDatabase(url, 1)
      yield* witness.query("CREATE TABLE pairs (id int)")
      const database = yield* postgresDatabase(url, 3)
      const insert = (id: number) => database.attempt("INSERT INTO pairs VALUES ($1)", [id])
      const pair = (id: number) => database.transaction(Effect.andThen(insert(id), insert(id)))
      const cut = (id: number) =>
        Effect.gen(function* () {
          const fiber = yield* Effect.forkChild(pair(id))
          // From before the connection is had until after all is done.
          for (let turn = 0; turn < id % 60; turn++) yield* Effect.promise(() => new Promise(setImmediate))
          yield* Fiber.interrupt(fiber)
        })
      const ids = Array.from({ length: 400 }, (_, index) => index)
      yield* Effect.forEach(ids, cut, { concurrency: 4, discard: true })
      const whole = [1000, 1001, 1002]
      yield* Effect.forEach(whole, pair, { concurrency: "unbounded", discard: true })
      const rows = yield* witness.query<{ id: number; count: number }>(
        "SELECT id, count(*)::int AS count FROM pairs GROUP BY id"
      )
      assert.deepStrictEqual([...new Set(rows.map(({ count }) => count))], [2])
      assert.includeMembers(
        rows.map(({ id }) => id),
        whole
      )
      assert.isBelow(rows.length, ids.length, "none was cut")
      assert.deepStrictEqual(yield* witness.query(openTransactions), [])
    })
  )
})
