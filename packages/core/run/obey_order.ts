import { Effect } from "effect"
import type { FlowglassError } from "../error/define_error.ts"
import type { RunOrder } from "../store/run_orders.ts"
import { type RecoveryOptions, recoverRun } from "./recover_run.ts"
import type { LoadGraph } from "./resume_run.ts"
import type { Run } from "./run.ts"

/** How long the next one waits for a run that may end this process, in milliseconds. */
const quarantine = 30_000

/** Who obeys: how it goes on with runs, and those that it has, by id. */
export interface OrderOptions extends RecoveryOptions {
  readonly live: ReadonlyMap<string, Run>
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
  const { live } = options
  const obey = Effect.gen(function* () {
    const working = live.get(order.runId)
    if (order.kind === "stop") {
      if (working !== undefined) yield* working.stop(order.reason)
    } else if (working === undefined) {
      const recovered = yield* Effect.uninterruptible(recoverRun(options, order.runId, load))
      if (recovered?.isSuspected === true) yield* Effect.timeoutOption(recovered.run.result, quarantine)
    }
  })
  return Effect.asVoid(
    Effect.catch(obey, (error) => Effect.logWarning(`Run ${order.runId} cannot be gone on with yet`, error))
  )
}
