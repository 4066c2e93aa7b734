import { assert, describe, it } from "@effect/vitest"
import { Effect } from "effect"
import { graphWorkflow } from "../run/_test_graph_workflow.ts"
import { incrementNode, startNode } from "../run/_test_nodes.ts"
import { RunEngine } from "../run/run_engine.ts"
import { layerMemoryRunStore } from "./memory_run_store.ts"
import { RunStore } from "./run_store.ts"
import { storeRequirements } from "./run_store_conformance.ts"

describe("layerMemoryRunStore", () => {
  for (const { name, check } of storeRequirements) {
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
})
