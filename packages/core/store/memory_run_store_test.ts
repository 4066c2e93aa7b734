import { assert, describe, it } from "@effect/vitest"
import { Effect } from "effect"
import { graphWorkflow } from "../run/_test_graph_workflow.ts"
import { incrementNode, startNode } from "../run/_test_nodes.ts"
import { RunEngine } from "../run/run_engine.ts"
import { layerMemoryRunStore } from "./memory_run_store.ts"
import { RunStore } from "./run_store.ts"
import { runStoreRequirements } from "./run_store_conformance.ts"

describe("layerMemoryRunStore", () => {
  for (const { name, check } of runStoreRequirements) {
    it.effect(name, () => Effect.provide(check, layerMemoryRunStore()))
  }

  it.effect("forgets the oldest finished run beyond its capacity, never one that still works", () =>
    Effect.gen(function* () {
      const engine = yield* RunEngine
      const store = yield* RunStore
      const values = { inputs: {}, files: [], environment: {}, conversation: {}, mocks: {} }
      const quick = graphWorkflow([{ id: "s", type: startNode }], [])
      const slow = graphWorkflow(
        [
          { id: "s", type: startNode },
          { id: "w", type: incrementNode, config: { from: "s", delay: 1e9 } }
        ],
        [["s", "w"]]
      )
      const working = yield* engine.start(slow, values, {})
      const first = yield* engine.start(quick, values, {})
      yield* first.result
      yield* Effect.flatMap(engine.start(quick, values, {}), (run) => run.result)
      yield* engine.start(quick, values, {})
      assert.isDefined(yield* store.find(working.id))
      assert.isUndefined(yield* store.find(first.id))
      assert.strictEqual((yield* store.list()).length, 3)
      yield* working.stop()
    }).pipe(Effect.provide(RunEngine.layer), Effect.provide(layerMemoryRunStore({ capacity: 3 })))
  )

  const long = (text: string) => ({ inputs: { text }, files: [], environment: {}, conversation: {}, mocks: {} })
  const quick = graphWorkflow([{ id: "s", type: startNode }], [])

  it.effect("10,000 runs of 100 KB each stay under a bounded heap", () =>
    Effect.gen(function* () {
      const engine = yield* RunEngine
      const store = yield* RunStore
      const before = process.memoryUsage().heapUsed
      for (let index = 0; index < 10_000; index++) {
        // A text of its own each time, flat: a shared or concatenated one would take nothing.
        const run = yield* engine.start(quick, long(Buffer.alloc(100_000, `${index} `).toString("latin1")), {})
        yield* run.result
      }
      const kept = (yield* store.list()).length
      // Each takes some 200,000 counted bytes: two for every character.
      assert.isAtLeast(kept, 50)
      assert.isAtMost(kept, 110)
      assert.isBelow(process.memoryUsage().heapUsed - before, 500e6)
    }).pipe(Effect.provide(RunEngine.layer), Effect.provide(layerMemoryRunStore({ maximumBytes: 20e6 })))
  )

  it.effect("what takes too much leaves only once another run begins, and then is unknown", () =>
    Effect.gen(function* () {
      const engine = yield* RunEngine
      const store = yield* RunStore
      const large = yield* engine.start(quick, long("x".repeat(1e6)), {})
      yield* large.result
      assert.isDefined(yield* store.find(large.id))
      const next = yield* engine.start(quick, long("y"), {})
      assert.isUndefined(yield* store.find(large.id))
      assert.isDefined(yield* store.find(next.id))
      // Whoever holds it still can read it.
      assert.strictEqual((yield* large.result).status, "succeeded")
    }).pipe(Effect.provide(RunEngine.layer), Effect.provide(layerMemoryRunStore({ maximumBytes: 100_000 })))
  )
})
