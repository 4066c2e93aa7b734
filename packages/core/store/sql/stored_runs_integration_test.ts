import { assert, describe, it } from "@effect/vitest"
import { Effect, Fiber, Layer, Redacted } from "effect"
import { started } from "../_conformance_runs.ts"
import { AppStore } from "../app_store.ts"
import { newApp } from "../app_store_conformance.ts"
import type { Stores } from "../memory_stores.ts"
import { type NewFact, RunStore } from "../run_store.ts"
import { type JsonObject, WorkflowStore } from "../workflow_store.ts"
import { postgresDatabase } from "./_postgres_client.ts"
import { TestPostgres } from "./_test_postgres.ts"
import { canary, endedRun, openRun, textOf } from "./_test_runs.ts"
import { layerPostgres } from "./layer_postgres.ts"
import { Sealer } from "./sealer.ts"

/** The stores of one process on a database; every call opens them anew. */
const process = (url: Redacted.Redacted, key = "key", maxConnections = 4) => {
  const stores = layerPostgres({ url, maxConnections }).pipe(Layer.provide(Sealer.layer(Redacted.make(key))))
  return <A, E>(use: Effect.Effect<A, E, Stores>) => Effect.provide(use, Layer.fresh(stores))
}

/** One statement beside the stores. */
const sql = (url: Redacted.Redacted, statement: string) =>
  Effect.scoped(Effect.flatMap(postgresDatabase(url, 1), (database) => database.query(statement)))

const find = (id: string) => Effect.flatMap(RunStore, (store) => store.find(id))

const kindsOf = (id: string) =>
  Effect.map(
    find(id),
    (run) =>
      run
        ?.facts()
        .map(({ kind, seq }) => `${seq} ${kind}`)
        .join() ?? "missing"
  )

/** The one kind of fact that a test makes the database refuse. */
const logged: NewFact = {
  kind: "node_log",
  seq: 0,
  epoch: 0,
  version: 1,
  at: 1,
  frame: 0,
  node: 0,
  attempt: 0,
  data: {}
}

const fresh = Effect.flatMap(TestPostgres, ({ freshDatabase }) => freshDatabase)

it.layer(TestPostgres.layer, { timeout: 60_000, excludeTestServices: true })("runs on PostgreSQL", (it) => {
  it.effect("are the same when another process reads them", () =>
    Effect.gen(function* () {
      const url = yield* fresh
      const run = yield* process(url)(endedRun)
      const again = yield* process(url)(find(run.accepted.runId))
      assert.strictEqual(textOf(again), textOf(run))
      const summary = Effect.flatMap(RunStore, (store) =>
        store.summary({ tenantId: "t", appId: "a" }, run.accepted.runId)
      )
      const shown = yield* process(url, "another key")(summary)
      assert.strictEqual(shown?.status, "succeeded")
    })
  )

  it.effect("hostile: the value of a secret variable is found in no table, and needs the key", () =>
    Effect.gen(function* () {
      const url = yield* fresh
      const variables: ReadonlyArray<JsonObject> = [{ name: "KEY", value_type: "secret", value: canary }]
      const saved = Effect.gen(function* () {
        const app = yield* (yield* AppStore).create(newApp("t"))
        const workflows = yield* WorkflowStore
        const address = { tenantId: "t", appId: app.id }
        const content = { graph: {}, features: {}, environmentVariables: variables, conversationVariables: [] }
        yield* workflows.saveDraft({ ...address, mode: "workflow", expectedHash: null, content, hash: "h", by: null })
        yield* workflows.publish(address, { name: "", comment: "", by: null })
        return { address, run: yield* endedRun }
      })
      const { address, run } = yield* process(url)(saved)
      const tables = yield* sql(
        url,
        "SELECT table_name AS name FROM information_schema.tables WHERE table_schema = 'public'"
      )
      assert.isAbove(tables.length, 12)
      for (const { name } of tables) {
        const rows = yield* sql(url, `SELECT * FROM ${String(name)}`)
        const text = JSON.stringify(rows, (_, value: unknown) => {
          if (value instanceof Uint8Array) return Buffer.from(value).toString("latin1")
          return typeof value === "bigint" ? String(value) : value
        })
        assert.notInclude(text, canary, String(name))
      }
      const draft = Effect.flatMap(WorkflowStore, (workflows) => workflows.draft(address))
      const published = Effect.flatMap(WorkflowStore, (workflows) => workflows.published(address))
      assert.deepStrictEqual((yield* process(url)(draft)).environmentVariables, variables)
      assert.deepStrictEqual((yield* process(url)(published))?.environmentVariables, variables)
      const other = process(url, "another key")
      assert.strictEqual((yield* Effect.flip(other(draft))).code, "stored_value_unreadable")
      assert.strictEqual((yield* Effect.flip(other(published))).code, "stored_value_unreadable")
      assert.strictEqual((yield* Effect.flip(other(find(run.accepted.runId)))).code, "stored_value_unreadable")
    })
  )

  it.effect("damaged: a fact that is none is told by its code", () =>
    Effect.gen(function* () {
      const url = yield* fresh
      const run = yield* process(url)(endedRun)
      for (const damage of ["body = '{'", 'body = \'{"kind":"x"}\'']) {
        yield* sql(url, `UPDATE run_facts SET ${damage} WHERE seq = 3`)
        const error = yield* Effect.flip(process(url)(find(run.accepted.runId)))
        assert.strictEqual(error.code, "stored_value_unreadable")
      }
    })
  )

  it.effect("fencing: who was replaced writes nothing any more, and its other runs go on", () =>
    Effect.gen(function* () {
      const url = yield* fresh
      yield* process(url)(
        Effect.gen(function* () {
          const writers = [yield* openRun("taken"), yield* openRun("removed"), yield* openRun("mine")]
          yield* sql(url, "UPDATE runs SET epoch = 2 WHERE id = 'taken'")
          yield* sql(url, "DELETE FROM runs WHERE id = 'removed'")
          for (const writer of writers) writer.append(started(1))
          const [taken, removed, mine] = writers.map((writer) => writer.flush ?? Effect.void)
          for (const lost of [taken, removed]) {
            assert.strictEqual((yield* Effect.flip(lost ?? Effect.void)).code, "run_taken_over")
          }
          yield* mine ?? Effect.void
        })
      )
      assert.strictEqual(yield* process(url)(kindsOf("taken")), "1 run_accepted")
      assert.strictEqual(yield* process(url)(kindsOf("removed")), "missing")
      assert.strictEqual(yield* process(url)(kindsOf("mine")), "1 run_accepted,2 node_started")
    })
  )

  it.effect("are gone with their app, and leave no fact behind while they are written", () =>
    Effect.gen(function* () {
      const url = yield* fresh
      yield* process(url)(
        Effect.gen(function* () {
          const app = yield* (yield* AppStore).create(newApp("t"))
          const writers = yield* Effect.forEach(["1", "2", "3"], (id) => openRun(id, app.id))
          const append = Effect.sync(() => {
            for (const writer of writers) writer.append(started(1))
          })
          const working = yield* Effect.forkChild(Effect.forever(Effect.andThen(append, Effect.sleep(1))))
          yield* Effect.sleep(50)
          yield* (yield* AppStore).remove("t", app.id)
          yield* Effect.sleep(50)
          yield* Fiber.interrupt(working)
          for (const { flush = Effect.void } of writers)
            assert.strictEqual((yield* Effect.result(flush))._tag, "Failure")
        })
      )
      const [row] = yield* sql(
        url,
        "SELECT (SELECT count(*)::int FROM runs) + (SELECT count(*)::int FROM run_facts) AS rest"
      )
      assert.strictEqual(row?.rest, 0)
    })
  )

  it.effect("a fact that the database refuses harms no other run of its batch", () =>
    Effect.gen(function* () {
      const url = yield* fresh
      yield* process(url)(openRun("first"))
      yield* sql(url, "ALTER TABLE run_facts ADD CHECK (kind <> 'node_log')")
      const ids = Array.from({ length: 7 }, (_, index) => `run-${index}`)
      yield* process(url)(
        Effect.gen(function* () {
          const writers = yield* Effect.forEach(ids, (id) => openRun(id))
          for (const [index, writer] of writers.entries()) {
            writer.append(started(1))
            if (index === 3) writer.append(logged)
            writer.append(started(2))
          }
          for (const [index, { flush = Effect.void }] of writers.entries()) {
            const outcome = yield* Effect.result(flush)
            assert.strictEqual(outcome._tag, index === 3 ? "Failure" : "Success")
          }
        })
      )
      const kinds = yield* Effect.forEach(ids, (id) => process(url)(kindsOf(id)))
      const whole = "1 run_accepted,2 node_started,3 node_started"
      assert.deepStrictEqual(
        kinds,
        ids.map((_, index) => (index === 3 ? "1 run_accepted,2 node_started" : whole))
      )
    })
  )

  it.effect("fault 2: killed connections and a restart lose nothing that was appended", () =>
    Effect.gen(function* () {
      const url = yield* fresh
      const server = yield* TestPostgres
      const count = 300
      yield* process(url)(
        Effect.gen(function* () {
          const writer = yield* openRun("long")
          const append = Effect.forEach(
            Array.from({ length: count }, (_, index) => index),
            (index) =>
              Effect.andThen(
                Effect.sync(() => writer.append(started(index))),
                Effect.sleep(5)
              ),
            { discard: true }
          )
          const working = yield* Effect.forkChild(append)
          const kill =
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid <> pg_backend_pid() AND datname IS NOT NULL"
          for (const _ of [1, 2, 3]) {
            yield* Effect.sleep(150)
            yield* sql(url, kill)
            yield* (yield* RunStore).page({ tenantId: "t", appId: "a", limit: 5 })
          }
          yield* server.stop
          yield* Effect.sleep(300)
          yield* server.start
          yield* Fiber.join(working)
          yield* writer.flush ?? Effect.void
        })
      )
      const run = yield* process(url)(find("long"))
      assert.deepStrictEqual(
        run?.facts().map((fact) => (fact.kind === "node_started" ? fact.node : fact.kind)),
        ["run_accepted", ...Array.from({ length: count }, (_, index) => index)]
      )
    })
  )

  it.effect("an absent server is told by its code: at the start, when a run begins, and when one is asked for", () =>
    Effect.gen(function* () {
      const url = yield* fresh
      const server = yield* TestPostgres
      const codes = yield* process(url)(
        Effect.gen(function* () {
          yield* server.stop
          const calls = [openRun("never"), find("x"), process(url)(find("x"))]
          const errors = yield* Effect.forEach(
            calls,
            (call: Effect.Effect<unknown, unknown, Stores>) => Effect.flip(call),
            {
              concurrency: "unbounded"
            }
          )
          yield* server.start
          return errors.map((error) => JSON.parse(JSON.stringify(error)).code)
        })
      )
      assert.deepStrictEqual(codes, ["store_unavailable", "store_unavailable", "store_unavailable"])
      assert.strictEqual(yield* process(url)(kindsOf("never")), "missing")
    })
  )

  it.effect("tables: made once by many who start at the same time; those of a newer version are refused", () =>
    Effect.gen(function* () {
      const url = yield* fresh
      yield* Effect.forEach([1, 2, 3, 4, 5], () => process(url)(Effect.void), { concurrency: "unbounded" })
      yield* sql(url, "INSERT INTO flowglass_migrations (id, name) VALUES (999, 'from the future')")
      const error = yield* Effect.flip(process(url)(Effect.void))
      assert.strictEqual(error.code, "store_version_unsupported")
      assert.include(error.message, "999")
    })
  )
})

describe("hostile: the url of a database", () => {
  it.live("that is none, or has nobody behind it, is told by a code, and its password by nobody", () =>
    Effect.gen(function* () {
      for (const url of ["nonsense", "postgresql://u:canary@127.0.0.1:1/d", "http://u:canary@nowhere.invalid", ""]) {
        const error = yield* Effect.flip(process(Redacted.make(url))(Effect.void))
        assert.strictEqual(error.code, "store_unavailable")
        assert.notInclude(error.message, "canary")
      }
    })
  )
})
