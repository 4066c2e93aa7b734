import { Effect, type Semaphore } from "effect"
import type { FlowglassError } from "../error/define_error.ts"
import type { RunOrder } from "../store/run_orders.ts"
import { type RecoveryOptions, recoverRun } from "./recover_run.ts"
import type { LoadGraph } from "./resume_run.ts"
import type { LiveRun } from "./run.ts"

/** How long the next one waits for a run that may end this process, in milliseconds. */
const quarantine = 30_000

/** Who obeys: how it goes on with runs, and those that it has, by id. */
export interface OrderOptions extends RecoveryOptions {
  readonly live: ReadonlyMap<string, LiveRun>
  /** Those that it is about to have. */
  readonly starting: ReadonlySet<string>
  /** Of all who rebuild runs one does at a time: nobody rebuilds what somebody else is rebuilding. */
  readonly rebuilding: Semaphore.Semaphore
}

/**
 * Does what the store orders. Runs go on all at once, but for one that may be what earlier processes died of: should it
 * end this one too, no other run is near. What fails because of the database is ordered again.
 */
export const obeyOrder = <E extends FlowglassError>(
  options: OrderOptions,
  order: RunOrder,
  load: LoadGraph<E>
): Effect.Effect<void> => {
  const { live, starting, store, rebuilding } = options
  const { runId } = order
  const atWork = Effect.suspend(() => {
    const run = live.get(runId)
    // An order that came early comes again.
    if (run === undefined && starting.has(runId)) return Effect.undefined
    return run === undefined ? recoverRun(options, runId, load) : Effect.succeed({ run, isSuspected: false })
  })
  const obey = Effect.gen(function* () {
    const found = yield* Effect.uninterruptible(rebuilding.withPermits(1)(atWork))
    if (found === undefined) return
    const { run, isSuspected } = found
    if (order.kind === "stop") return yield* run.stop(order.reason)
    if (order.kind === "answer") {
      yield* run.take(order.formId, order.answer)
      yield* store.settleAnswer(runId, order.formId)
    }
    if (isSuspected) yield* Effect.timeoutOption(run.result, quarantine)
  })
  return Effect.asVoid(
    Effect.catch(obey, (error) => Effect.logWarning(`Run ${runId} cannot be gone on with yet`, error))
  )
}
