import { Cause, Effect, Stream } from "effect"
import { toPlain } from "../value/to_plain.ts"
import { EventProjection, type ProjectionSource } from "./event_projection.ts"
import { maskError } from "./mask_error.ts"
import type { RunEvent } from "./run_event.ts"
import type { RunLog } from "./run_log.ts"
import type { RunProcess } from "./run_process.ts"
import type { RunResult } from "./run_result.ts"

/** A run that was started: it goes on whether or not anybody listens. */
export interface Run {
  readonly id: string
  /** All events from the first to the terminal one; every stream starts at the beginning and is read at its own pace. */
  readonly events: Stream.Stream<RunEvent>
  /** Waits for the end. A failed node or run is data in the result, not a failure of this effect. */
  readonly result: Effect.Effect<RunResult>
  /** Stops the run: working nodes are interrupted, and it ends as `stopped`. */
  readonly stop: (reason?: string) => Effect.Effect<void>
}

/** How many log entries one pull turns into events. */
const batch = 256

const eventsOf = (log: RunLog, source: ProjectionSource): Stream.Stream<RunEvent> =>
  Stream.fromPull(
    Effect.sync(() => {
      const projection = new EventProjection(source)
      let position = 0
      const pull: Effect.Effect<[RunEvent, ...Array<RunEvent>], Cause.Done> = Effect.suspend(() => {
        const events: Array<RunEvent> = []
        const until = Math.min(log.entries.length, position + batch)
        for (; position < until; position++) {
          const entry = log.entries[position]
          if (entry !== undefined) projection.project(entry, events)
        }
        const [first, ...rest] = events
        if (first !== undefined) return Effect.succeed<[RunEvent, ...Array<RunEvent>]>([first, ...rest])
        if (position < log.entries.length) return pull
        if (log.isClosed) return Cause.done()
        return Effect.flatMap(waitFor(log), () => pull)
      })
      return pull
    })
  )

const waitFor = (log: RunLog): Effect.Effect<void> =>
  Effect.callback<void>((resume) => {
    const leave = log.wait(() => resume(Effect.void))
    return Effect.sync(leave)
  })

const resultOf = (process: RunProcess, mask: ProjectionSource["mask"]): RunResult | undefined => {
  const { finished } = process.state
  if (finished === undefined) return undefined
  const outputs: unknown = toPlain(finished.outputs)
  return {
    run_id: process.accepted.runId,
    status: finished.status,
    outputs: isRecord(outputs) ? outputs : {},
    error: finished.error === undefined ? null : maskError(finished.error, mask),
    elapsed_ms: finished.elapsed,
    total_tokens: finished.totalTokens,
    total_steps: finished.totalSteps,
    exceptions_count: finished.exceptionsCount
  }
}

const isRecord = (value: unknown): value is { readonly [name: string]: unknown } =>
  typeof value === "object" && value !== null

/** The handle of a run at work. */
export const makeRun = (process: RunProcess, source: ProjectionSource): Run => {
  const result: Effect.Effect<RunResult> = Effect.suspend(() => {
    const ended = resultOf(process, source.mask)
    return ended === undefined ? Effect.flatMap(waitFor(process.log), () => result) : Effect.succeed(ended)
  })
  return {
    id: process.accepted.runId,
    events: eventsOf(process.log, source),
    result,
    stop: (reason = "Stopped by user.") => Effect.sync(() => process.stop(reason))
  }
}
