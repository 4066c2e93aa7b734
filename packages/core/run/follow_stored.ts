import { Clock, Effect } from "effect"
import type { RunStore, StoredRun } from "../store/run_store.ts"
import { answerElsewhere } from "./answer_elsewhere.ts"
import { followRun } from "./follow_run.ts"
import type { Run } from "./run.ts"
import { RunClock } from "./run_clock.ts"
import type { RemoteRun } from "./run_control.ts"
import type { Workflow } from "./workflow.ts"

const unnoted: RemoteRun["onFollow"] = () => () => undefined

/** The way to the process that works on a run of a store: what is asked of it goes there by the store. */
export const remoteRun = (
  store: RunStore["Service"],
  runId: string,
  onFollow: RemoteRun["onFollow"] = unnoted
): RemoteRun => ({
  onFollow,
  resume: (answer) => answerElsewhere(store, runId, answer),
  stop: (reason) => store.requestStop(runId, reason),
  latest: Effect.matchCause(store.find(runId), {
    onFailure: () => [],
    onSuccess: (found) => found?.facts() ?? []
  })
})

/** How runs of a store are followed that another process works on. */
export const followStored =
  (store: RunStore["Service"], onFollow?: RemoteRun["onFollow"]) =>
  (workflow: Workflow, stored: StoredRun): Effect.Effect<Run> =>
    Effect.map(Clock.Clock, (clock) =>
      followRun(workflow, stored, remoteRun(store, stored.accepted.runId, onFollow), new RunClock(clock))
    )
