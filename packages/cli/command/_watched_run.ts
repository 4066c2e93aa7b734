import type { Run, StoredRun } from "@flowglass/core"
import { Effect, Fiber } from "effect"
import { showRun } from "./_show_run.ts"
import type { OutputFormat } from "./output_format.ts"

/** How a run is shown while it works. */
export interface WatchedRun {
  readonly run: Run
  readonly stored: StoredRun
  /** What the caller calls the workflow. */
  readonly label: string
  readonly format: OutputFormat
  /** How many facts were shown before. */
  readonly from?: number
  /** What an interrupted command does with a run that others can go on with; without it the run is stopped. */
  readonly leave?: Effect.Effect<void>
}

/** Shows a run until it has ended or waits for somebody; an interrupted command still shows how its run was stopped. */
export const watchRun = Effect.fnUntraced(function* ({ run, stored, label, format, from, leave }: WatchedRun) {
  // A fiber of its own, which the interruption does not end.
  const showing = yield* Effect.forkChild(showRun(run, stored, label, format, from))
  const stop = Effect.andThen(run.stop("The command was interrupted."), Fiber.await(showing))
  yield* Effect.onInterrupt(Fiber.join(showing), () =>
    leave === undefined ? stop : Effect.andThen(Fiber.interrupt(showing), leave)
  )
})

/** How a run stands once it is shown: `paused` unless it has ended. */
export const shownStatus = (stored: StoredRun): string => {
  const last = stored.facts().at(-1)
  return last?.kind === "run_finished" ? last.status : "paused"
}
