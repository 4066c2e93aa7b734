import { Context, Effect, Layer } from "effect"
import { type DslError, dslErrorOf } from "../dsl/problem.ts"
import type { StoreUnavailable } from "../error/store_errors.ts"
import { NodeRegistry } from "../node/node_registry.ts"
import { loadWorkflow, type WorkflowSource } from "./load_workflow.ts"
import { type PrepareError, prepareRun } from "./prepare_run.ts"
import type { Run } from "./run.ts"
import { RunEngine } from "./run_engine.ts"
import type { RunOptions } from "./run_options.ts"
import type { RunResult } from "./run_result.ts"
import type { Workflow } from "./workflow.ts"

/** Everything that can keep a run from starting. */
export type StartError = DslError | PrepareError | StoreUnavailable

/**
 * Runs Dify workflows. Everything that can be known to be wrong is found before the first node starts: the file, the
 * inputs, the mocks, and what is missing here.
 */
export class WorkflowRunner extends Context.Service<
  WorkflowRunner,
  {
    /** Reads, validates and compiles a workflow; run it any number of times. */
    readonly load: (source: WorkflowSource) => Effect.Effect<Workflow, DslError>
    /** Starts a run and returns at once. */
    readonly start: (source: WorkflowSource, options?: RunOptions) => Effect.Effect<Run, StartError>
    /** Starts a run and waits for its end. A failed node or run is data in the result. Interruption stops the run. */
    readonly run: (source: WorkflowSource, options?: RunOptions) => Effect.Effect<RunResult, StartError>
  }
>()("@flowglass/core/run/WorkflowRunner") {
  static readonly layer: Layer.Layer<WorkflowRunner, never, RunEngine | NodeRegistry> = Layer.effect(
    WorkflowRunner,
    Effect.gen(function* () {
      const engine = yield* RunEngine
      const registry = yield* NodeRegistry
      const load = (source: WorkflowSource) => loadWorkflow(source, registry)
      const start = Effect.fn("WorkflowRunner.start")(function* (source: WorkflowSource, options: RunOptions = {}) {
        const workflow = yield* load(source)
        const refused = options.strict === true ? dslErrorOf(workflow.warnings) : undefined
        if (refused !== undefined) return yield* refused
        const values = yield* prepareRun(workflow, options)
        return yield* engine.start(workflow, values, options)
      })
      const run = Effect.fn("WorkflowRunner.run")(function* (source: WorkflowSource, options: RunOptions = {}) {
        const started = yield* start(source, options)
        return yield* Effect.onInterrupt(started.result, () => started.stop("The caller was interrupted."))
      })
      return WorkflowRunner.of({ load, start, run })
    })
  )
}
