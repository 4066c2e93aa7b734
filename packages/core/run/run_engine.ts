import { Clock, Context, Effect, Layer } from "effect"
import type { StoreUnavailable } from "../error/store_errors.ts"
import { RunStore } from "../store/run_store.ts"
import { acceptRun, type RunValues } from "./accept_run.ts"
import type { Run } from "./run.ts"
import { RunIds } from "./run_id.ts"
import type { RunOptions } from "./run_options.ts"
import type { RunProcess } from "./run_process.ts"
import { startRun } from "./start_run.ts"
import type { Workflow } from "./workflow.ts"

/** Runs validated workflows: the engine itself, without files, input checks and preflight. */
export class RunEngine extends Context.Service<
  RunEngine,
  {
    readonly start: (workflow: Workflow, values: RunValues, options: RunOptions) => Effect.Effect<Run, StoreUnavailable>
  }
>()("@flowglass/core/run/RunEngine") {
  /**
   * Runs that still work when the layer is closed end as stopped. The close waits until their nodes have cleaned up,
   * two seconds at most.
   */
  static readonly layer: Layer.Layer<RunEngine, never, RunStore> = Layer.effect(
    RunEngine,
    Effect.gen(function* () {
      const store = yield* RunStore
      const working = new Set<RunProcess>()
      const onBegin = (process: RunProcess): void => void working.add(process)
      let onIdle = (): void => undefined
      const onEnd = (process: RunProcess): void => {
        working.delete(process)
        if (working.size === 0) onIdle()
      }
      yield* Effect.addFinalizer(() =>
        Effect.callback<void>((resume) => {
          for (const process of [...working]) process.stop("The engine was closed.")
          if (working.size === 0) return resume(Effect.void)
          onIdle = () => resume(Effect.void)
        })
      )
      const start = (
        workflow: Workflow,
        values: RunValues,
        options: RunOptions
      ): Effect.Effect<Run, StoreUnavailable> =>
        Effect.flatMap(Effect.context<never>(), (context) => {
          const at = Context.get(context, Clock.Clock).currentTimeMillisUnsafe()
          const accepted = acceptRun(workflow.compiled.graph, values, options, Context.get(context, RunIds)(at), at)
          return Effect.map(store.open(accepted, workflow.compiled.graph), (writer) => {
            const first = { ...accepted, seq: 1, epoch: 1, version: 1 } as const
            return startRun({ workflow, accepted: first, facts: [first], writer }, context, onBegin, onEnd)
          })
        })
      return RunEngine.of({ start })
    })
  )
}
