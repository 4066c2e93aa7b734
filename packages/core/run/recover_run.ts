import { Clock, Effect } from "effect"
import type { FlowglassError } from "../error/define_error.ts"
import { RunCrashLimitExceeded } from "../error/run_errors.ts"
import type { ReopenedRun, RunStore } from "../store/run_store.ts"
import { endingFacts } from "./ending_facts.ts"
import { workflowOf } from "./replayed_workflow.ts"
import type { LoadGraph } from "./resume_run.ts"
import type { LiveRun } from "./run.ts"
import type { RunOrigin } from "./start_run.ts"

/** How many processes may die in a row while they work on a run. */
const crashLimit = 3

/** What going on with runs takes: a store, and how a run is put to work. */
export interface RecoveryOptions {
  readonly store: RunStore["Service"]
  readonly begin: (origin: RunOrigin) => Effect.Effect<LiveRun>
}

/** Ends a run that cannot go on, with why. */
const end = ({ run, writer }: ReopenedRun, error: FlowglassError) =>
  Effect.gen(function* () {
    const at = yield* Clock.currentTimeMillis
    for (const fact of endingFacts(run.accepted, run.facts(), error, at)) writer.append(fact)
    yield* writer.flush ?? Effect.void
    return undefined
  })

/** Puts a run to work that was taken over, or ends it with why that cannot be. */
const goOn = Effect.fnUntraced(function* <E extends FlowglassError>(
  { store, begin }: RecoveryOptions,
  reopened: ReopenedRun,
  load: LoadGraph<E>
) {
  const { run, writer, crashes } = reopened
  const { accepted } = run
  if (crashes >= crashLimit) {
    const message = `${crashes} processes in a row ended while they worked on the run.`
    return yield* end(reopened, new RunCrashLimitExceeded({ message }))
  }
  const workflow = Effect.flatMap(load(run.graph), (loaded) => workflowOf(store, loaded, accepted))
  const loaded = yield* Effect.result(workflow)
  if (loaded._tag === "Success") {
    const origin = { workflow: loaded.success, accepted, facts: [...run.facts()], writer, isLeft: true }
    return { run: yield* begin(origin), isSuspected: crashes === crashLimit - 1 }
  }
  // What the database cannot say now it says later.
  if (loaded.failure.code === "store_unavailable") return yield* loaded.failure
  return yield* end(reopened, loaded.failure)
})

/**
 * Goes on with a run that a process has left, from its facts: finished nodes do not run again, and what was in flight
 * runs as a new attempt under the same execution key. A run that several processes died of, or whose graph cannot be
 * read here, ends with the code that says so, and so does one whose facts are damaged. Returns the run if it is at work,
 * and whether it is suspected.
 */
export const recoverRun = Effect.fn("RunEngine.recover")(function* <E extends FlowglassError>(
  options: RecoveryOptions,
  runId: string,
  load: LoadGraph<E>
) {
  const { store } = options
  const reopened = yield* Effect.catchTag(store.reopen(runId), "stored_value_unreadable", (error) =>
    Effect.as(store.giveUp(runId, error), undefined)
  )
  if (reopened === undefined) return undefined
  return yield* Effect.onError(goOn(options, reopened, load), () => store.letGo(runId))
})
