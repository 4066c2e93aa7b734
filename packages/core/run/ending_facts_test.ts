import { assert, describe, it } from "@effect/vitest"
import { Effect } from "effect"
import { StoreUnavailable } from "../error/store_errors.ts"
import { graphWorkflow } from "./_test_graph_workflow.ts"
import { incrementNode, startNode } from "./_test_nodes.ts"
import { factsOf, startWorkflow } from "./_test_paused_run.ts"
import { engineLayer } from "./_test_run_to_end.ts"
import { endingFacts } from "./ending_facts.ts"
import { RunState } from "./run_state.ts"

/** One node fails and is handled, one fails for good while another still works. */
const workflow = graphWorkflow(
  [
    { id: "s", type: startNode },
    { id: "slow", type: incrementNode, config: { from: "s", delay: 1000 } },
    { id: "handled", type: incrementNode, config: { from: "s", fails: 9 }, policy: { strategy: "default-value" } },
    { id: "fails", type: incrementNode, config: { from: "s", fails: 9 } }
  ],
  [
    ["s", "slow"],
    ["s", "handled"],
    ["s", "fails"]
  ]
)

describe("facts that end a run without its graph", () => {
  it.effect("count what its state counts, wherever its facts break off", () =>
    Effect.gen(function* () {
      const run = yield* startWorkflow(workflow, { v: 1 })
      yield* run.result
      const facts = yield* factsOf(run)
      const [accepted] = facts
      if (accepted?.kind !== "run_accepted") return assert.fail("no run was accepted")
      const seen = new Set<number>()
      for (let length = 1; length < facts.length; length++) {
        const state = new RunState(workflow.compiled)
        const known = facts.slice(0, length)
        for (const fact of known) state.apply(fact, true)
        const ending = endingFacts(accepted, known, new StoreUnavailable({ message: "away" }), accepted.at)
        const { totalSteps, totalTokens, exceptionsCount, running } = state
        assert.deepInclude(ending.at(-1), { kind: "run_finished", totalSteps, totalTokens, exceptionsCount })
        assert.strictEqual(ending.length, 2 + running.size)
        seen.add(exceptionsCount)
      }
      assert.deepStrictEqual([...seen], [0, 1, 2])
    }).pipe(Effect.provide(engineLayer))
  )
})
