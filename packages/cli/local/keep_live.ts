import type { StoredRun } from "@flowglass/core"
import { Clock, Effect, FileSystem, type Scope } from "effect"
import type { LocalRunsNotWritable } from "../error/local_run_errors.ts"
import { LocalRuns } from "./local_runs.ts"
import { claimRun } from "./run_owner.ts"

/** The shortest time between two writes of a run at work, in milliseconds. */
const pace = 200

/** Writing may take this part of the time at most: records of large runs are large. */
const share = 0.1

/**
 * Keeps the record file of a run up to date while it works, so that `inspect --follow` in another terminal sees it.
 * Short runs end before the first write.
 */
export const keepLive = (
  run: StoredRun
): Effect.Effect<never, LocalRunsNotWritable, LocalRuns | FileSystem.FileSystem | Scope.Scope> =>
  Effect.gen(function* () {
    const runs = yield* LocalRuns
    let known = 0
    let rest = pace
    let isClaimed = false
    while (true) {
      yield* Effect.sleep(rest)
      const count = run.facts().length
      if (count === known) continue
      const before = yield* Clock.currentTimeMillis
      yield* runs.keep(run)
      if (!isClaimed) {
        isClaimed = true
        yield* claimRun(runs.fileOf(run.accepted.runId))
      }
      known = count
      rest = Math.max(pace, ((yield* Clock.currentTimeMillis) - before) / share)
    }
  })
