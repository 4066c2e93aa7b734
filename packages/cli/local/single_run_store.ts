import { RunStore, type StoredRun } from "@flowglass/core"
import { Effect, Layer } from "effect"

/** A store with one run that came from a file: nothing can be added to it. */
export const singleRunStore = (run: StoredRun): Layer.Layer<RunStore> =>
  Layer.succeed(RunStore, {
    open: () => Effect.die("A run of a file does not go on."),
    find: (runId) => Effect.succeed(runId === run.accepted.runId ? run : undefined),
    list: () => Effect.succeed([run])
  })
