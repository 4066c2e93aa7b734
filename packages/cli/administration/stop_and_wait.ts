import { Effect } from "effect"
import type { Administration } from "./administration.ts"

/** How often is looked whether the run has ended. */
const pace = "250 millis"

/** Who works on the run may be busy, away for long, or gone for good. */
const patience = "5 seconds"

/** A run that was asked to stop, as it stood when it was looked at last. */
export interface StopRequested {
  readonly id: string
  readonly status: string
  readonly hasEnded: boolean
}

type StopVerbs = Pick<Administration["Service"], "stopRun" | "showRun">

/** Asks a run to stop and waits for its end, but not for long. It may end by itself meanwhile. */
export const stopAndWait = Effect.fnUntraced(function* ({ stopRun, showRun }: StopVerbs, run: string) {
  const { id } = yield* stopRun({ run })
  const look = Effect.map(
    showRun({ run: id }),
    ({ status, finished_at }): StopRequested => ({ id, status, hasEnded: finished_at !== null })
  )
  let last = yield* look
  const wait = Effect.gen(function* () {
    while (!last.hasEnded) {
      yield* Effect.sleep(pace)
      last = yield* look
    }
  })
  yield* Effect.timeoutOption(wait, patience)
  return last
})
