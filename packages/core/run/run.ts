import { Cause, Effect, Result, Stream } from "effect"
import type { StoreUnavailable } from "../error/store_errors.ts"
import type { StoreRefusal } from "../store/durability.ts"
import { EventProjection, type ProjectionSource } from "./event_projection.ts"
import type { HandedAnswer } from "./handed_answer.ts"
import type { ResumeOptions } from "./resume_options.ts"
import type { AnswerRefusal, RunControl } from "./run_control.ts"
import type { RunEvent } from "./run_event.ts"
import type { RunLog } from "./run_log.ts"
import type { RunProcess } from "./run_process.ts"
import type { RunResult } from "./run_result.ts"
import { endedResult, pausedResult } from "./shown_result.ts"

/** A run that was started: it goes on whether or not anybody listens. */
export interface Run {
  readonly id: string
  /** When it was accepted, in milliseconds since 1970. */
  readonly startedAt: number
  /** All events from the first to the terminal one; every stream starts at the beginning and is read at its own pace. */
  readonly events: Stream.Stream<RunEvent>
  /**
   * Waits for the end, or until nothing can go on before somebody answers: then the status is `paused`, and `forms` is
   * what is asked; after `resume` it waits again. A failed node or run is data in the result, not a failure here.
   * When its engine is closed while the run goes on elsewhere, whoever waits is interrupted.
   */
  readonly result: Effect.Effect<RunResult>
  /**
   * Answers a form that waits; a paused run goes on. The first answer wins. Returns once the answer is durable. An
   * answer that does not fit leaves the form open.
   */
  readonly resume: (answer: ResumeOptions) => Effect.Effect<void, AnswerRefusal>
  /**
   * Stops the run: working nodes are interrupted, and it ends as `stopped`. Fails with `store_unavailable` when another
   * process works on it and cannot be told.
   */
  readonly stop: (reason?: string) => Effect.Effect<void, StoreUnavailable>
}

/** A run that this process works on. */
export interface LiveRun extends Run {
  /** Gives a form an answer that another process has checked; a form that does not wait any more keeps what it has. */
  readonly take: (formId: string, answer: HandedAnswer) => Effect.Effect<void, StoreRefusal>
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
        const until = Math.min(log.length, position + batch)
        for (; position < until; position++) {
          const entry = log.entries[position]
          if (entry !== undefined) projection.project(entry, events)
        }
        const [first, ...rest] = events
        if (first !== undefined) return Effect.succeed<[RunEvent, ...Array<RunEvent>]>([first, ...rest])
        if (position < log.length) return pull
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

/** A run as its handle shows it; its state is another one once another process has the run. */
export type ShownRun = Pick<RunProcess, "state" | "log" | "accepted">

/** How a run stands that does not go on by itself; what is not durable yet has not happened. */
const restingResult = ({ state, log, accepted }: ShownRun, mask: ProjectionSource["mask"]): RunResult | undefined => {
  if (state.finished !== undefined) return log.isClosed ? endedResult(accepted, state.finished, mask) : undefined
  return state.isPaused && log.length === log.entries.length ? pausedResult(state, accepted, mask) : undefined
}

const resumeRun = (process: RunProcess, given: ResumeOptions): Effect.Effect<void, AnswerRefusal> =>
  Effect.suspend((): Effect.Effect<void, AnswerRefusal> => {
    const checked = process.check(given)
    if (Result.isFailure(checked)) return Effect.fail(checked.failure)
    const { asked, answer } = checked.success
    process.answer(asked, answer)
    return process.flush ?? Effect.void
  })

/** The handle of a run whose facts are shown in a log. */
export const handleOf = (shown: ShownRun, source: ProjectionSource, { resume, stop }: RunControl): Run => {
  const result: Effect.Effect<RunResult> = Effect.suspend(() => {
    const ended = restingResult(shown, source.mask)
    if (ended !== undefined) return Effect.succeed(ended)
    // Its engine was closed and has left it to others: whoever waits here waits for nothing.
    return shown.log.isClosed ? Effect.interrupt : Effect.flatMap(waitFor(shown.log), () => result)
  })
  return {
    id: shown.accepted.runId,
    startedAt: shown.accepted.at,
    events: eventsOf(shown.log, source),
    result,
    resume,
    stop: (reason = "Stopped by user.") => stop(reason)
  }
}

const takeAnswer = (process: RunProcess, formId: string, answer: HandedAnswer): Effect.Effect<void, StoreRefusal> =>
  Effect.suspend((): Effect.Effect<void, StoreRefusal> => {
    const { forms, ending } = process.state
    const asked = forms.waiting.get(formId)
    if (asked !== undefined && ending === undefined) process.answer(asked, answer)
    return process.flush ?? Effect.void
  })

/** How something is asked of a run at work. */
export const controlOf = (process: RunProcess): RunControl => ({
  resume: (answer) => resumeRun(process, answer),
  stop: (reason) => Effect.sync(() => process.stop(reason))
})

/** The handle of a run that this process works on, or has worked on. */
export const makeRun = (process: RunProcess, handle: Run): LiveRun => ({
  ...handle,
  take: (formId, answer) => takeAnswer(process, formId, answer)
})
