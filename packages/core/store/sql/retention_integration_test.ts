import { assert, it } from "@effect/vitest"
import { Clock, Effect, Fiber, Layer, Redacted } from "effect"
import { graphWorkflow } from "../../run/_test_graph_workflow.ts"
import { startNode } from "../../run/_test_nodes.ts"
import { RunEngine } from "../../run/run_engine.ts"
import { AppStore } from "../app_store.ts"
import { newApp } from "../app_store_conformance.ts"
import { RunStore } from "../run_store.ts"
import { postgresDatabase } from "./_postgres_client.ts"
import { TestPostgres } from "./_test_postgres.ts"
import { layerPostgres } from "./layer_postgres.ts"
import { Sealer } from "./sealer.ts"

const tables = ["runs", "run_facts", "blobs", "run_blobs", "graphs"] as const

it.layer(TestPostgres.layer, { timeout: 60_000, excludeTestServices: true })("old runs", (it) => {
  it.effect("take what only they had with them, also while others begin with the same values", () =>
    Effect.gen(function* () {
      const url = yield* (yield* TestPostgres).freshDatabase
      const database = yield* postgresDatabase(url, 1)
      const count = Effect.gen(function* () {
        const counts: Record<string, number> = {}
        for (const table of tables) {
          const [row] = yield* database.query<{ count: number }>(`SELECT count(*)::int AS count FROM ${table}`)
          counts[table] = row?.count ?? 0
        }
        return counts
      })
      const stores = layerPostgres({ url }).pipe(Layer.provide(Sealer.layer(Redacted.make("key"))))
      const workflow = graphWorkflow([{ id: "s", type: startNode }], [])
      const use = Effect.gen(function* () {
        const engine = yield* RunEngine
        const store = yield* RunStore
        const run = (v: string, appId = "local") =>
          Effect.gen(function* () {
            const values = { inputs: { v }, files: [], environment: {}, conversation: {}, mocks: {} }
            const started = yield* engine.start(workflow, values, { appId })
            yield* started.result
            return started.id
          })
        const prune = Effect.gen(function* () {
          yield* Effect.sleep(5)
          return yield* store.prune({ finishedBefore: yield* Clock.currentTimeMillis })
        })
        const shared = "shared ".repeat(10_000)
        const own = "own ".repeat(20_000)
        yield* run(shared)
        yield* run(own)
        yield* Effect.andThen(store.page({ tenantId: "local", appId: "local", limit: 1 }), Effect.void)
        assert.deepStrictEqual(yield* count, { runs: 2, run_facts: 8, blobs: 2, run_blobs: 2, graphs: 1 })
        // Some begin while others go, with the same graph and the same value.
        for (let round = 0; round < 10; round++) {
          const both = [Effect.asVoid(prune), ...Array.from({ length: 8 }, () => Effect.asVoid(run(shared)))]
          yield* Effect.all(both, { concurrency: "unbounded" })
          for (const { accepted } of yield* store.list()) {
            const [row] = yield* database.query<{ whole: boolean }>(
              `SELECT bool_and(blobs.hash IS NOT NULL) AS whole FROM run_blobs LEFT JOIN blobs USING (hash) WHERE run_id = $1`,
              [accepted.runId]
            )
            assert.strictEqual(row?.whole, true)
          }
        }
        yield* prune
        const nothing = { runs: 0, run_facts: 0, blobs: 0, run_blobs: 0, graphs: 0 }
        assert.deepStrictEqual(yield* count, nothing)
        assert.deepStrictEqual(yield* store.list(), [])
        // More runs of an app than one statement removes, while old ones of it go as well.
        const app = { tenantId: "local", appId: "local" }
        yield* Effect.forEach(Array.from({ length: 450 }), () => run(shared), { concurrency: 50 })
        yield* store.page({ ...app, limit: 1 })
        assert.strictEqual((yield* count).runs, 450)
        yield* Effect.all([store.removeApp(app), prune], { concurrency: "unbounded" })
        assert.deepStrictEqual(yield* count, nothing)
        // Whoever removes an app may go away.
        const apps = yield* AppStore
        const { id: appId } = yield* apps.create(newApp("local"))
        yield* Effect.forEach(Array.from({ length: 450 }), () => run(shared, appId), { concurrency: 50 })
        yield* store.page({ tenantId: "local", appId, limit: 1 })
        yield* Effect.forkChild(apps.remove("local", appId)).pipe(
          Effect.flatMap((removing) => Effect.andThen(Effect.sleep(10), Fiber.interrupt(removing)))
        )
        yield* Effect.repeat(Effect.andThen(Effect.sleep(20), count), { until: ({ runs }) => runs === 0, times: 200 })
        assert.deepStrictEqual(yield* count, nothing)
      })
      yield* Effect.provide(use, RunEngine.layer.pipe(Layer.provideMerge(stores)))
    })
  )
})
