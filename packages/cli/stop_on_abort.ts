import type { Run } from "@flowglass/core"
import { RunStopped } from "@flowglass/core/error"
import { Effect } from "effect"

const reason = "The caller aborted the run."

const whenAborted = (signal: AbortSignal): Effect.Effect<never, RunStopped> =>
  Effect.callback<never, RunStopped>((resume) => {
    const abort = (): void => resume(Effect.fail(new RunStopped({ message: reason })))
    if (signal.aborted) return abort()
    signal.addEventListener("abort", abort, { once: true })
    return Effect.sync(() => signal.removeEventListener("abort", abort))
  })

/** Outside the runtime, which may be closed when the signal fires; the signal lets go of the run when it ends. */
const stopRun = (run: Run, signal: AbortSignal): void => {
  // Nobody waits for an answer to an abort.
  const stopping = Effect.catch(run.stop(reason), (error) => Effect.logWarning("The run could not be stopped", error))
  const stop = (): void => void Effect.runFork(stopping)
  if (signal.aborted) return stop()
  signal.addEventListener("abort", stop, { once: true })
  Effect.runFork(
    Effect.ensuring(
      run.result,
      Effect.sync(() => signal.removeEventListener("abort", stop))
    )
  )
}

/**
 * Starts a run that a signal stops. While it has not started, the signal makes the start fail with `run_stopped`; one
 * that is aborted already lets nothing begin.
 */
export const startUnlessAborted = <E, R>(
  start: Effect.Effect<Run, E, R>,
  signal: AbortSignal | undefined
): Effect.Effect<Run, E | RunStopped, R> => {
  if (signal === undefined) return start
  if (signal.aborted) return whenAborted(signal)
  return Effect.tap(Effect.raceFirst(start, whenAborted(signal)), (run) => Effect.sync(() => stopRun(run, signal)))
}
