import { type Run, type RunEvent, type RunResult, RunStore } from "@flowglass/core"
import { recordText, WorkflowRunNotFound } from "@flowglass/inspector"
import { Effect, Result, Schema } from "effect"
import { checkArgument } from "./argument/check_argument.ts"
import { text } from "./argument/described.ts"
import { RunOutputsMismatch } from "./error/promise_errors.ts"
import { orderedIterable } from "./ordered_iterator.ts"
import { type PromiseRuntime, runDeclared } from "./promise_runtime.ts"

type Succeeded = "succeeded" | "partial-succeeded"

/**
 * How a run ended. Its outputs have the shape of the caller's schema when it succeeded, at least in part; those of a
 * run that failed or was stopped are what it had come to; one that is paused has none yet.
 */
export type PromiseResult<Outputs> =
  | (Omit<RunResult, "outputs" | "status"> & { readonly status: Succeeded; readonly outputs: Outputs })
  | (Omit<RunResult, "status"> & { readonly status: Exclude<RunResult["status"], Succeeded> })

/**
 * A run, seen from promises. Iterate it for its events, as often as wanted: every loop begins with the first event and
 * goes at its own pace; leaving one does not stop the run. At `run_paused` a loop waits until somebody answers: leave it
 * there to answer.
 *
 * The close of its engine stops the run, unless it is paused. `result`, the events and `stop` answer afterwards too: the result is then
 * `stopped`, and the events have their end. Only `record` needs the engine.
 */
export interface PromiseRun<Outputs = RunResult["outputs"]> extends AsyncIterable<RunEvent> {
  readonly id: string
  /**
   * How it ends, or that it is `paused`: then `forms` is what it asks, and `Flowglass.resume` gives the run that goes
   * on. A failed node or run is data here, not a rejection; it rejects only with `run_outputs_mismatch`, when a schema
   * was given, the run succeeded, and its outputs do not fit.
   */
  readonly result: Promise<PromiseResult<Outputs>>
  /** Stops the run and waits for its end. Without effect on one that has ended. */
  readonly stop: (reason?: string) => Promise<void>
  /** The run so far as the text of a record file. Rejects with `record_too_large` or, after the close of its engine, `flowglass_closed`. */
  readonly record: () => Promise<string>
}

/** Reads the outputs of a result. */
export type ReadOutputs<Outputs> = (outputs: RunResult["outputs"]) => Effect.Effect<Outputs, RunOutputsMismatch>

/** Outputs read by a schema; fails with `run_outputs_mismatch`. */
export const readOutputs = <Outputs>(schema: Schema.ConstraintDecoder<Outputs>): ReadOutputs<Outputs> => {
  const decode = Schema.decodeUnknownEffect(schema)
  return (outputs) =>
    Effect.mapError(
      decode(outputs),
      (error) => new RunOutputsMismatch({ message: `The outputs of the run do not fit the schema: ${error.message}` })
    )
}

const readResult = <Outputs>(
  { status, ...ended }: RunResult,
  read: ReadOutputs<Outputs>
): Effect.Effect<PromiseResult<Outputs>, RunOutputsMismatch> =>
  status === "succeeded" || status === "partial-succeeded"
    ? Effect.map(read(ended.outputs), (outputs) => ({ ...ended, status, outputs }))
    : Effect.succeed({ ...ended, status })

const recordOf = Effect.fnUntraced(function* (id: string) {
  const store = yield* RunStore
  const run = yield* store.find(id)
  if (run === undefined) return yield* new WorkflowRunNotFound({ message: "Workflow run not found." })
  return yield* Effect.fromResult(recordText(run))
})

/** A run of the engine, seen from promises. Nothing is asked of it before somebody asks. */
export const makePromiseRun = <Outputs>(
  run: Run,
  runtime: PromiseRuntime,
  read: ReadOutputs<Outputs>
): PromiseRun<Outputs> => {
  let result: Promise<PromiseResult<Outputs>> | undefined
  return {
    id: run.id,
    // Asked for lazily: a result that nobody wants must not become an unhandled rejection.
    get result() {
      // Not in the runtime: closing it stops the run, and its result says so.
      result ??= runDeclared(Effect.flatMap(run.result, (ended) => readResult(ended, read)))
      return result
    },
    stop: (reason) =>
      runDeclared(
        Effect.gen(function* () {
          if (reason !== undefined) yield* Effect.fromResult(checkArgument("stop", "reason", text, reason))
          yield* run.stop(reason)
          yield* run.result
        })
      ),
    record: () =>
      runtime.call(
        "record",
        () => Result.void,
        () => recordOf(run.id)
      ),
    ...orderedIterable(run.events)
  }
}
