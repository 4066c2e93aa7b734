import { assert, describe, it } from "@effect/vitest"
import { Effect } from "effect"
import { TestClock } from "effect/testing"
import { graphWorkflow } from "../../run/_test_graph_workflow.ts"
import { incrementNode, startNode } from "../../run/_test_nodes.ts"
import { askNode, startWorkflow } from "../../run/_test_paused_run.ts"
import { RunEngine } from "../../run/run_engine.ts"
import { DatabaseScript, layerScriptedRunStore } from "./_test_scripted_database.ts"

const asking = graphWorkflow(
  [{ id: "s", type: startNode }, askNode("ask"), { id: "n", type: incrementNode, config: { from: "s", delay: 1000 } }],
  [
    ["s", "ask"],
    ["ask", "n", "yes"]
  ]
)

describe("an answer to a form", () => {
  for (const mode of ["strict", "effects", "end"] as const) {
    it.effect(`${mode}: is on disk once it is taken, so that nobody is asked again after a crash`, () => {
      const script = new DatabaseScript()
      return Effect.gen(function* () {
        const run = yield* startWorkflow(asking)
        assert.strictEqual((yield* run.result).status, "paused")
        yield* run.resume({ action: "yes", inputs: { note: "well" } })
        assert.match(script.written.join(" "), /run_paused .*run_resumed node_resumed/)
        assert.notMatch(script.written.join(" "), /run_finished/)
        yield* TestClock.adjust(1000)
        assert.strictEqual((yield* run.result).status, "succeeded")
      }).pipe(Effect.provide(RunEngine.layer), Effect.provide(layerScriptedRunStore(script, mode)))
    })
  }
})
