import { Clock, Effect } from "effect"
import type { RunStore, StoredRun } from "../store/run_store.ts"
import { answerElsewhere } from "./answer_elsewhere.ts"
import { followRun } from "./follow_run.ts"
import type { Run } from "./run.ts"
import { RunClock } from "./run_clock.ts"
import type { Workflow } from "./workflow.ts"

/** How runs of a store are followed that another process works on: what is asked of them goes there by the store. */
export const followStored =
  (store: RunStore["Service"]) =>
  (workflow: Workflow, stored: StoredRun): Effect.Effect<Run> =>
    Effect.map(Clock.Clock, (clock) => {
      const { runId } = stored.accepted
      return followRun(workflow, stored, {
        clock: new RunClock(clock),
        resume: (answer) => answerElsewhere(store, runId, answer),
        stop: (reason) => Effect.ignore(store.requestStop(runId, reason)),
        latest: Effect.matchCause(store.find(runId), {
          onFailure: () => [],
          onSuccess: (found) => found?.facts() ?? []
        })
      })
    })
