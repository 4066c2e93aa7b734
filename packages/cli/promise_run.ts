import { type Run, type RunEvent, type RunResult, RunStore } from "@flowglass/core"
import { WorkflowRunNotFound, writeRecord } from "@flowglass/inspector"
import { Effect, type ManagedRuntime, Schema, Stream } from "effect"
import { RunOutputsMismatch } from "./error/promise_errors.ts"

/** How a run ended, its outputs of a known shape. */
export type PromiseResult<Outputs> = Omit<RunResult, "outputs"> & { readonly outputs: Outputs }

/** A run, seen from promises. Iterate it for its events; leaving the loop does not stop it. */
export interface PromiseRun<Outputs = RunResult["outputs"]> extends AsyncIterable<RunEvent> {
  readonly id: string
  /**
   * How it ends. A failed node or run is data here, not a rejection; it rejects only with `run_outputs_mismatch`, when
   * a schema was given and does not fit.
   */
  readonly result: Promise<PromiseResult<Outputs>>
  /** Stops the run and waits for its end. */
  readonly stop: (reason?: string) => Promise<void>
  /** The run so far as the text of a record file. */
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

const recordOf = (id: string): Effect.Effect<string, WorkflowRunNotFound, RunStore> =>
  Effect.gen(function* () {
    const store = yield* RunStore
    const run = yield* store.find(id)
    if (run === undefined) return yield* new WorkflowRunNotFound({ message: "Workflow run not found." })
    return writeRecord(run)
  })

/** A run of the engine, seen from promises. Nothing is asked of it before somebody asks. */
export const makePromiseRun = <Outputs>(
  run: Run,
  runtime: ManagedRuntime.ManagedRuntime<RunStore, unknown>,
  read: ReadOutputs<Outputs>
): PromiseRun<Outputs> => {
  let result: Promise<PromiseResult<Outputs>> | undefined
  return {
    id: run.id,
    // Asked for lazily: a result that nobody wants must not become an unhandled rejection.
    get result() {
      // Not in the runtime: closing it stops the run, and its result says so.
      result ??= Effect.runPromise(
        Effect.flatMap(run.result, (ended) => Effect.map(read(ended.outputs), (outputs) => ({ ...ended, outputs })))
      )
      return result
    },
    stop: (reason) => Effect.runPromise(Effect.andThen(run.stop(reason), Effect.asVoid(run.result))),
    record: () => runtime.runPromise(recordOf(run.id)),
    [Symbol.asyncIterator]: () => Stream.toAsyncIterable(run.events)[Symbol.asyncIterator]()
  }
}
