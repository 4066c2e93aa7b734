import { assert, describe, it } from "@effect/vitest"
import { Clock, Effect } from "effect"
import { RunStore } from "../store/run_store.ts"
import { graphWorkflow } from "./_test_graph_workflow.ts"
import { incrementNode, startNode } from "./_test_nodes.ts"
import { startWorkflow } from "./_test_paused_run.ts"
import { engineLayer } from "./_test_run_to_end.ts"
import { RunClock } from "./run_clock.ts"
import { type LogEntry, RunLog } from "./run_log.ts"
import { RunState } from "./run_state.ts"
import { RunTelling } from "./run_telling.ts"

const workflow = graphWorkflow(
  [
    { id: "s", type: startNode },
    { id: "a", type: incrementNode, config: { from: "s" } }
  ],
  [["s", "a"]]
)

/** A log that notes with each entry how many nodes work in the state by then. */
class WatchedLog extends RunLog {
  readonly known: Array<string> = []
  readonly #state: RunState

  constructor(state: RunState) {
    super()
    this.#state = state
  }

  override push(entry: LogEntry): void {
    this.known.push(`${entry.kind} ${this.#state.running.size}`)
    super.push(entry)
  }
}

describe("telling the facts of a run that somebody else wrote", () => {
  it.effect("shows each once before the consumers, when the state has it", () =>
    Effect.gen(function* () {
      const run = yield* startWorkflow(workflow, { v: 1 })
      yield* run.result
      const facts = (yield* (yield* RunStore).find(run.id))?.facts() ?? []
      const state = new RunState(workflow.compiled)
      const log = new WatchedLog(state)
      const telling = new RunTelling({ state, log, clock: new RunClock(yield* Clock.Clock), plan: workflow.plan })
      telling.replay(facts.slice(0, 3))
      for (const fact of facts.slice(3)) telling.tell(fact, true)
      assert.deepStrictEqual(log.entries, [...facts])
      assert.deepStrictEqual(log.known, [
        "run_accepted 0",
        "node_started 1",
        "node_finished 0",
        "node_started 1",
        "node_finished 0",
        "run_finished 0"
      ])
      assert.strictEqual(state.finished, facts.at(-1))
      assert.strictEqual(state.frames[0]?.pool.get(["a", "v"]), 2)
    }).pipe(Effect.provide(engineLayer))
  )
})
