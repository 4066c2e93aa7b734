import { RunStore } from "@flowglass/core"
import { Clock, Effect } from "effect"

/** How often is looked for runs that are too old. */
const pace = "10 minutes"

/** How many runs are removed before others have their turn again. */
const batch = 200

const dayLength = 86_400_000

/**
 * Removes runs that ended more than so many days ago, for ever; only the process that owns the runs does it. What fails
 * because of the database is tried again the next time.
 */
export const pruneOldRuns = (days: number): Effect.Effect<never, never, RunStore> => {
  const prune = Effect.gen(function* () {
    const store = yield* RunStore
    const finishedBefore = (yield* Clock.currentTimeMillis) - days * dayLength
    while (store.isOwner()) {
      if ((yield* store.prune({ finishedBefore, limit: batch })) < batch) return
      yield* Effect.sleep("100 millis")
    }
  })
  const told = Effect.catch(prune, (error) => Effect.logWarning("Old runs cannot be removed now", error))
  return Effect.forever(Effect.andThen(told, Effect.sleep(pace)))
}
