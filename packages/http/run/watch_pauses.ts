import type { Run, RunEvent } from "@flowglass/core"
import { Effect, Stream } from "effect"
import type { ActiveRun, ActiveRuns } from "./active_runs.ts"

const goesOn = ({ event }: RunEvent): boolean =>
  event === "run_resumed" ||
  event === "run_succeeded" ||
  event === "run_partial_succeeded" ||
  event === "run_failed" ||
  event === "run_stopped"

/** Waits until a paused run that was resumed so often before goes on, or ends. */
const resumed = (run: Run, resumptions: number): Effect.Effect<void> =>
  Effect.asVoid(Stream.runHead(Stream.drop(Stream.filter(run.events, goesOn), resumptions)))

/** Waits for the end of a run; while it is paused it has no place among those that work. */
export const watchPauses = Effect.fnUntraced(function* (
  active: ActiveRuns["Service"],
  begun: ActiveRun,
  resumptions: number
) {
  for (let count = resumptions; (yield* begun.run.result).status === "paused"; count++) {
    yield* active.rest(begun)
    yield* resumed(begun.run, count)
    yield* active.wake(begun)
  }
})
