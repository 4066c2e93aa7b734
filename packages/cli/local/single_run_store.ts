import { RunStore, runSummary, type StoredRun } from "@flowglass/core"
import type { StoreUnavailable } from "@flowglass/core/error"
import type { FormAnswer } from "@flowglass/core/node"
import { Effect, Layer, Stream } from "effect"

/** Hands an answer to a form to whoever works on the run; false when another one was there already. */
export type HandAnswer = (formId: string, answer: FormAnswer) => Effect.Effect<boolean, StoreUnavailable>

/**
 * A store with one run that is read elsewhere, as from a file: nothing can be added to it, and nothing removed. Answers
 * are handed to the process that works on it, where there is one.
 */
export const singleRunStore = (
  run: StoredRun,
  handAnswer: HandAnswer = () => Effect.succeed(false)
): Layer.Layer<RunStore> => {
  const summary = () => runSummary(run.accepted, run.graph, run.facts())
  return Layer.succeed(RunStore, {
    open: () => Effect.die("A run of a file does not go on."),
    find: (runId) => Effect.succeed(runId === run.accepted.runId ? run : undefined),
    reopen: () => Effect.die("A run of a file does not go on."),
    letGo: () => Effect.void,
    isOwner: () => false,
    requestStop: () => Effect.void,
    requestAnswer: (_, formId, answer) => Effect.map(handAnswer(formId, answer), (isKept) => ({ isKept })),
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
