import { Context, Effect, Layer } from "effect"
import { type DslError, dslErrorOf } from "../dsl/problem.ts"
import type { ReadOptions } from "../dsl/read_workflow.ts"
import type { StoreUnavailable, ValueNotStorable } from "../error/store_errors.ts"
import type { RunGraph } from "../graph/run_graph.ts"
import { NodeRegistry } from "../node/node_registry.ts"
import { loadWorkflow, type WorkflowSource } from "./load_workflow.ts"
import { type PrepareError, prepareRun } from "./prepare_run.ts"
import type { ReplayOptions } from "./replay_options.ts"
import type { ResumeOptions } from "./resume_options.ts"
import type { ReopenError, ResumeError } from "./resume_run.ts"
import type { Run } from "./run.ts"
import { type FollowError, type ReplayError, RunEngine } from "./run_engine.ts"
import type { RunOptions } from "./run_options.ts"
import type { RunResult } from "./run_result.ts"
import { storedWorkflow } from "./stored_workflow.ts"
import type { Workflow } from "./workflow.ts"

/** Everything that can keep a run from starting. */
export type StartError = DslError | PrepareError | StoreUnavailable | ValueNotStorable

/**
 * Runs Dify workflows. Everything that can be known to be wrong is found before the first node starts: the file, the
 * inputs, the mocks, and what is missing here.
 */
export class WorkflowRunner extends Context.Service<
  WorkflowRunner,
  {
    /** Reads, validates and compiles a workflow; run it any number of times. `root` is the trigger that its runs start at. */
    readonly load: (source: WorkflowSource, options?: ReadOptions) => Effect.Effect<Workflow, DslError>
    /** Starts a run and returns at once. */
    readonly start: (source: WorkflowSource, options?: RunOptions) => Effect.Effect<Run, StartError>
    /** Starts a run and waits for its end, or until it is paused. A failed node or run is data in the result. Interruption stops the run. */
    readonly run: (source: WorkflowSource, options?: RunOptions) => Effect.Effect<RunResult, StartError>
    /**
     * Answers a form that a run waits for, and goes on with the run: one of this process, or a paused one of the store.
     * Two answers to one form at once: the first wins, the other one fails with `human_input_form_submitted`. An answer
     * that does not fit changes nothing.
     */
    readonly resume: (runId: string, answer: ResumeOptions) => Effect.Effect<Run, ResumeError | DslError>
    /**
     * Runs what a run ran once more, as a new run: `{ from }` is the node to begin at, and nodes that do not come after
     * it give what they gave then without running; `{ inputs }` are inputs that differ. Fails with
     * `node_not_in_replayed_run`, and with what can keep a run from starting.
     */
    readonly replay: (runId: string, options?: ReplayOptions) => Effect.Effect<Run, ReplayError | DslError>
    /** A run of this process, or a paused one of the store, to follow it or to stop it. What has expired goes on. */
    readonly reopen: (runId: string) => Effect.Effect<Run, ReopenError | DslError>
    /**
     * A run of the store to watch, whichever process works on it: its events from the first on, as they come. What is
     * asked of it goes to the process that has it. Fails with the codes of a workflow file where a node type of the run
     * is not here.
     */
    readonly follow: (runId: string) => Effect.Effect<Run, FollowError | DslError>
  }
>()("@flowglass/core/run/WorkflowRunner") {
  static readonly layer: Layer.Layer<WorkflowRunner, never, RunEngine | NodeRegistry> = Layer.effect(
    WorkflowRunner,
    Effect.gen(function* () {
      const engine = yield* RunEngine
      const registry = yield* NodeRegistry
      const load = (source: WorkflowSource, options?: ReadOptions) => loadWorkflow(source, registry, options)
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
      const stored = (graph: RunGraph) => storedWorkflow(graph, registry)
      const resume = Effect.fn("WorkflowRunner.resume")((runId: string, answer: ResumeOptions) =>
        engine.resume(runId, answer, stored)
      )
      const replay = Effect.fn("WorkflowRunner.replay")((runId: string, options: ReplayOptions = {}) =>
        engine.replay(runId, options, stored)
      )
      const reopen = Effect.fn("WorkflowRunner.reopen")((runId: string) => engine.reopen(runId, stored))
      const follow = Effect.fn("WorkflowRunner.follow")((runId: string) => engine.follow(runId, stored))
      yield* Effect.forkScoped(engine.carryOn(stored))
      return WorkflowRunner.of({ load, start, run, resume, replay, reopen, follow })
    })
  )
}
