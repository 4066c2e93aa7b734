import type { PgClient } from "@effect/sql-pg/PgClient"
import { assert, describe, it } from "@effect/vitest"
import { Clock, Deferred, Effect, Fiber, Layer, Redacted } from "effect"
import { TestClock } from "effect/testing"
import { graphWorkflow } from "../../run/_test_graph_workflow.ts"
import { incrementNode, startNode } from "../../run/_test_nodes.ts"
import { RunEngine } from "../../run/run_engine.ts"
import { RunStore } from "../run_store.ts"
import { Database } from "./_database.ts"
import { makeSqlRunStore } from "./_sql_run_store.ts"
import { SeededRandom } from "./_test_seeded_random.ts"
import { SimulatedServer, SimulatedSession } from "./_test_simulated_server.ts"
import { Sealer } from "./sealer.ts"

const workflow = graphWorkflow(
  [
    { id: "s", type: startNode },
    { id: "a", type: incrementNode, config: { from: "s", delay: 10_000 } }
  ],
  [["s", "a"]]
)

const values = { inputs: { v: 1 }, files: [], environment: {}, conversation: {}, mocks: {} }

describe("an order for a run whose acceptance is on disk, and not known here yet", () => {
  it.effect("waits until it is known: the run is worked on once, by who accepted it", () =>
    Effect.gen(function* () {
      const server = new SimulatedServer(new SeededRandom(1))
      const session = new SimulatedSession()
      const known = yield* Deferred.make<void>()
      const unsafe = (statement: string, parameters: ReadonlyArray<unknown>) =>
        Effect.gen(function* () {
          const rows = yield* server.execute(session, statement, parameters, yield* Clock.currentTimeMillis)
          if (statement.includes("INTO graphs")) yield* Deferred.await(known)
          return rows
        })
      const client: PgClient = Object.assign(Object.create(null), { unsafe })
      const store = Layer.effect(
        RunStore,
        Effect.gen(function* () {
          const database = new Database(client, (column) => column)
          return yield* makeSqlRunStore({ database, session: undefined, sealer: yield* Sealer, mode: "effects" })
        })
      ).pipe(Layer.provide(Sealer.layer(Redacted.make("key"))))
      const use = Effect.gen(function* () {
        const engine = yield* RunEngine
        const runs = yield* RunStore
        yield* Effect.forkChild(engine.carryOn(() => Effect.succeed(workflow)))
        const starting = yield* Effect.forkChild(engine.start(workflow, values, {}))
        yield* TestClock.adjust(10)
        const [id = ""] = server.tables.runs.keys()
        yield* runs.requestStop(id, "before it began")
        yield* TestClock.adjust(5000)
        assert.strictEqual(server.tables.runs.get(id)?.epoch, 1)
        yield* Deferred.succeed(known, undefined)
        const run = yield* Fiber.join(starting)
        yield* TestClock.adjust(5000)
        const { status, error } = yield* run.result
        assert.deepStrictEqual([status, error?.message], ["stopped", "before it began"])
        const kinds = server.tables.factsOf(id).map(({ kind, epoch }) => `${epoch} ${String(kind)}`)
        assert.deepStrictEqual(
          kinds.filter((kind) => /run_|node_finished/.test(kind)),
          ["1 run_accepted", "1 node_finished", "1 run_ending", "1 node_finished", "1 run_finished"]
        )
      })
      yield* Effect.provide(use, RunEngine.layer.pipe(Layer.provideMerge(store)))
    })
  )
})
