import { RunStore, runSummary, type StoredRun } from "@flowglass/core"
import { Effect, Layer, Stream } from "effect"

/** A store with one run that came from a file: nothing can be added to it, and nothing removed. */
export const singleRunStore = (run: StoredRun): Layer.Layer<RunStore> => {
  const summary = () => runSummary(run.accepted, run.graph, run.facts())
  return Layer.succeed(RunStore, {
    open: () => Effect.die("A run of a file does not go on."),
    find: (runId) => Effect.succeed(runId === run.accepted.runId ? run : undefined),
    reopen: () => Effect.die("A run of a file does not go on."),
    letGo: () => Effect.void,
    isOwner: () => true,
    requestStop: () => Effect.void,
    requestAnswer: () => Effect.succeed(false),
    settleAnswer: () => Effect.void,
    giveUp: () => Effect.void,
    orders: Stream.never,
    list: () => Effect.succeed([run]),
    summary: (_, runId) => Effect.sync(() => (runId === run.accepted.runId ? summary() : undefined)),
    page: () => Effect.sync(() => ({ items: [summary()], hasMore: false })),
    prune: () => Effect.succeed(0),
    removeApp: () => Effect.void
  })
}
