import { property, type Run, type StoredRun, WorkflowRunner } from "@flowglass/core"
import type {
  FlowglassError,
  StoredValueUnreadable,
  StoreUnavailable,
  WorkflowRunNotFound
} from "@flowglass/core/error"
import { Context, Effect, Layer } from "effect"
import { type ActiveRun, ActiveRuns } from "./active_runs.ts"
import { keepActive } from "./keep_active.ts"
import { nodeExecutionId } from "./node_execution_id.ts"
import { outliving } from "./outliving.ts"
import type { RunStarter } from "./run_starter.ts"

/** Why a run of the store cannot be watched. */
export type RunWatchError = WorkflowRunNotFound | StoredValueUnreadable | StoreUnavailable

const watchErrors: ReadonlySet<string> = new Set([
  "workflow_run_not_found",
  "stored_value_unreadable",
  "store_unavailable"
])

const isWatchError = (error: FlowglassError): error is RunWatchError => watchErrors.has(error.code)

/** Undefined for everything that only keeps a run from being shown or taken up here. */
const unlessElsewhere = <A, E extends FlowglassError>(effect: Effect.Effect<A, E>) =>
  Effect.catch(
    effect,
    (error): Effect.Effect<undefined, RunWatchError> => (isWatchError(error) ? Effect.fail(error) : Effect.undefined)
  )

const activeOf = ({ accepted }: StoredRun, run: Run, starter: RunStarter): ActiveRun => {
  const { tenantId, appId, workflowId, system } = accepted
  const conversationId = property(system, "conversation_id")
  const chat =
    typeof conversationId === "string" ? { conversationId, messageId: nodeExecutionId(run.id, "message") } : undefined
  return { tenantId, appId, run, workflowId, starter, chat }
}

/** Finds runs of the store that have not ended, to watch them. */
export class RunWatcher extends Context.Service<
  RunWatcher,
  {
    /**
     * A run, whichever process works on it. One that is paused is known here from then on, and can go on here. Undefined
     * where this process lacks the node types that the run is made of, so that it can only tell its end.
     */
    readonly watch: (stored: StoredRun, starter: RunStarter) => Effect.Effect<ActiveRun | undefined, RunWatchError>
  }
>()("@flowglass/http/run/RunWatcher") {
  static readonly layer: Layer.Layer<RunWatcher, never, WorkflowRunner | ActiveRuns> = Layer.effect(
    RunWatcher,
    Effect.gen(function* () {
      const runner = yield* WorkflowRunner
      const active = yield* ActiveRuns
      const keep = keepActive(active, yield* Effect.scope)

      /** Takes up a run that is paused; undefined for one that is not, or not any more. */
      const takeUp = Effect.fnUntraced(function* (stored: StoredRun, starter: RunStarter) {
        const countOf = (kind: "run_paused" | "run_resumed") =>
          stored.facts().filter((fact) => fact.kind === kind).length
        const resumptions = countOf("run_resumed")
        if (countOf("run_paused") === resumptions) return undefined
        const run = yield* outliving(unlessElsewhere(runner.reopen(stored.accepted.runId)))
        if (run === undefined) return undefined
        const begun = activeOf(stored, run, starter)
        yield* active.wake(begun)
        yield* active.begin(begun)
        yield* keep(begun, resumptions)
        return begun
      }, Effect.uninterruptible)

      const watch = Effect.fn("RunWatcher.watch")(function* (stored: StoredRun, starter: RunStarter) {
        const { runId, tenantId, appId } = stored.accepted
        const here = (yield* active.findRun({ tenantId, appId }, runId)) ?? (yield* takeUp(stored, starter))
        if (here !== undefined) return here
        const run = yield* outliving(unlessElsewhere(runner.follow(runId)))
        return run === undefined ? undefined : activeOf(stored, run, starter)
      })

      return RunWatcher.of({ watch })
    })
  )
}
