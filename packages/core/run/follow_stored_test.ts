import { assert, describe, it } from "@effect/vitest"
import { Effect } from "effect"
import { StoreUnavailable } from "../error/store_errors.ts"
import { RunStore } from "../store/run_store.ts"
import { graphWorkflow } from "./_test_graph_workflow.ts"
import { incrementNode, startNode } from "./_test_nodes.ts"
import { startWorkflow } from "./_test_paused_run.ts"
import { engineLayer } from "./_test_run_to_end.ts"
import { followStored } from "./follow_stored.ts"

const workflow = graphWorkflow(
  [
    { id: "s", type: startNode },
    { id: "a", type: incrementNode, config: { from: "s", delay: 1000 } }
  ],
  [["s", "a"]]
)

describe("a run that is followed through a store", () => {
  it.effect("tells who stops it whether the one who works on it could be told", () =>
    Effect.gen(function* () {
      const store = yield* RunStore
      const { id } = yield* startWorkflow(workflow)
      const stored = (yield* store.find(id)) ?? (yield* Effect.die("the run is not there"))
      const asked: Array<string> = []
      const reaching = RunStore.of({
        ...store,
        requestStop: (runId, reason) => Effect.sync(() => void asked.push(`${runId} ${reason}`))
      })
      yield* (yield* followStored(reaching)(workflow, stored)).stop("enough")
      assert.deepStrictEqual(asked, [`${id} enough`])
      const away = RunStore.of({
        ...store,
        requestStop: () => new StoreUnavailable({ message: "The database is away." })
      })
      const error = yield* Effect.flip((yield* followStored(away)(workflow, stored)).stop())
      assert.strictEqual(error.code, "store_unavailable")
    }).pipe(Effect.provide(engineLayer))
  )
})
