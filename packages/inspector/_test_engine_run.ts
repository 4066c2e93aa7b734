import {
  type Run,
  RunEngine,
  type RunOptions,
  RunStore,
  type RunValues,
  type StoredRun,
  type ValueObject,
  type Workflow
} from "@flowglass/core"
import { Effect } from "effect"
import { engineLayer } from "../core/run/_test_run_to_end.ts"

/** A run of the real engine at work. */
export interface EngineRun {
  readonly run: Run
  readonly stored: StoredRun
}

/** What a test gives a run beside its inputs. */
export interface EngineRunOptions extends RunOptions {
  readonly values?: Partial<RunValues>
}

/** Starts a workflow on the real engine; the run goes on. */
export const startEngineRun = (
  workflow: Workflow,
  inputs: ValueObject = {},
  { values, ...options }: EngineRunOptions = {}
): Effect.Effect<EngineRun, never, RunEngine | RunStore> =>
  Effect.gen(function* () {
    const given = { inputs, files: [], environment: {}, conversation: {}, mocks: {}, ...values }
    const run = yield* Effect.flatMap(RunEngine, (engine) => engine.start(workflow, given, options))
    const stored = yield* Effect.flatMap(RunStore, (store) => store.find(run.id))
    return stored === undefined ? yield* Effect.die("the run is not stored") : { run, stored }
  }).pipe(Effect.orDie)

/** Runs a workflow on the real engine to its end. */
export const endEngineRun = (
  workflow: Workflow,
  inputs: ValueObject = {},
  options: EngineRunOptions = {}
): Effect.Effect<StoredRun> =>
  Effect.gen(function* () {
    const { run, stored } = yield* startEngineRun(workflow, inputs, options)
    yield* run.result
    return stored
  }).pipe(Effect.provide(engineLayer))

const nextTurn = Effect.callback<void>((resume) => void setImmediate(() => resume(Effect.void)))

/**
 * Waits until as many attempts have started: a busy engine makes way for others between two nodes. Turns of the event
 * loop pass, no time.
 */
export const untilStarted = (stored: StoredRun, count: number): Effect.Effect<void> =>
  Effect.suspend(() =>
    stored.facts().filter((fact) => fact.kind === "node_started").length < count
      ? Effect.flatMap(nextTurn, () => untilStarted(stored, count))
      : nextTurn
  )
