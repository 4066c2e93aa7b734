import { Clock, Context, Effect, Layer, Semaphore, Stream } from "effect"
import type { FlowglassError } from "../error/define_error.ts"
import { type LimitInvalid, WorkflowRunNotFound } from "../error/run_errors.ts"
import { type StoredValueUnreadable, StoreUnavailable, type ValueNotStorable } from "../error/store_errors.ts"
import { RunStore } from "../store/run_store.ts"
import { acceptRun, type RunValues } from "./accept_run.ts"
import { checkLimits } from "./check_limits.ts"
import { followStored, remoteRun } from "./follow_stored.ts"
import { obeyOrder } from "./obey_order.ts"
import { type PreparedReplay, type PrepareReplayError, prepareReplay } from "./prepare_replay.ts"
import type { ReplayOptions } from "./replay_options.ts"
import { type LoadGraph, type RunResumption, runResumption } from "./resume_run.ts"
import type { LiveRun, Run } from "./run.ts"
import type { RemoteRun } from "./run_control.ts"
import { RunIds } from "./run_id.ts"
import type { RunOptions } from "./run_options.ts"
import type { RunProcess } from "./run_process.ts"
import { type RunOrigin, startRun } from "./start_run.ts"
import type { Workflow } from "./workflow.ts"

/** Why a run is not replayed. */
export type ReplayError =
  | WorkflowRunNotFound
  | PrepareReplayError
  | StoredValueUnreadable
  | StoreUnavailable
  | ValueNotStorable

/** Why a run cannot be followed. */
export type FollowError = WorkflowRunNotFound | StoredValueUnreadable | StoreUnavailable

/** Runs validated workflows: the engine itself, without files, input checks and preflight. */
export class RunEngine extends Context.Service<
  RunEngine,
  {
    /** Starts a run. Of the options only the limits are checked here; `prepareRun` gives values that fit the workflow. */
    readonly start: (
      workflow: Workflow,
      values: RunValues,
      options: RunOptions
    ) => Effect.Effect<Run, LimitInvalid | StoreUnavailable | ValueNotStorable>
    /**
     * A run that this engine has, at work or paused; else a paused one of the store, rebuilt from its facts. Forms whose
     * time is over go on at once.
     */
    readonly reopen: RunResumption["reopen"]
    /** A run to watch, whoever works on it: one of this engine, or one of the store, told of as its facts come. */
    readonly follow: <E>(runId: string, load: LoadGraph<E>) => Effect.Effect<Run, FollowError | E>
    /** Runs what a run of the store ran once more, as a new run; see `ReplayOptions`. */
    readonly replay: <E>(
      runId: string,
      options: ReplayOptions,
      load: LoadGraph<E>
    ) => Effect.Effect<Run, ReplayError | E>
    /** Answers a form of a run, wherever the run was paused. Of several answers to one form the first wins. */
    readonly resume: RunResumption["resume"]
    /**
     * Works for the store, for ever: goes on with runs that other processes have left or accepted, and stops those that
     * are to be stopped. One fiber of a process does it.
     */
    readonly carryOn: <E extends FlowglassError>(load: LoadGraph<E>) => Effect.Effect<void>
  }
>()("@flowglass/core/run/RunEngine") {
  /**
   * Runs that still work when the layer is closed end as stopped, but for those whose facts are on disk: they are left
   * as they are, and the next process that owns the store goes on with them. The close waits until their nodes have
   * cleaned up, two seconds at most. Paused runs stay as they are: whoever has the store can resume them.
   */
  static readonly layer: Layer.Layer<RunEngine, never, RunStore> = Layer.effect(
    RunEngine,
    Effect.gen(function* () {
      const store = yield* RunStore
      const working = new Map<string, RunProcess>()
      /** Runs that have not ended, by id. */
      const live = new Map<string, LiveRun>()
      /** How those are ended who follow a run here that another process works on. */
      const following = new Set<() => void>()
      const onFollow: RemoteRun["onFollow"] = (end) => {
        following.add(end)
        return () => following.delete(end)
      }
      /** Runs that are being accepted: orders for them may be there before it is known here that they are. */
      const starting = new Set<string>()
      const rebuilding = Semaphore.makeUnsafe(1)
      const onBegin = (process: RunProcess): void => void working.set(process.accepted.runId, process)
      let onIdle = (): void => undefined
      const onEnd = (process: RunProcess): void => {
        // Another one may have the run by now.
        if (working.get(process.accepted.runId) !== process) return
        working.delete(process.accepted.runId)
        live.delete(process.accepted.runId)
        if (working.size === 0) onIdle()
      }
      yield* Effect.addFinalizer(() =>
        Effect.callback<void>((resume) => {
          for (const end of [...following]) end()
          for (const process of [...working.values()]) {
            if (process.canBeLeft) process.leave()
            else process.stop("The engine was closed.")
          }
          if (working.size === 0) return resume(Effect.void)
          onIdle = () => resume(Effect.void)
        })
      )
      const begin = (origin: RunOrigin, context: Context.Context<never>): LiveRun => {
        const { writer, accepted } = origin
        // Only what other processes can see can be taken over.
        const remote = writer.durability && (() => remoteRun(store, accepted.runId, onFollow))
        const run = startRun({ ...origin, remote }, context, onBegin, onEnd)
        if (working.has(run.id)) live.set(run.id, run)
        return run
      }
      const accept = (
        workflow: Workflow,
        accepting: PreparedReplay["accept"]
      ): Effect.Effect<Run, StoreUnavailable | ValueNotStorable> =>
        Effect.context<never>().pipe(
          Effect.flatMap((context) => {
            const at = Context.get(context, Clock.Clock).currentTimeMillisUnsafe()
            const accepted = accepting(Context.get(context, RunIds)(at), at)
            starting.add(accepted.runId)
            const begun = Effect.flatMap(store.open(accepted, workflow.compiled.graph), (writer) => {
              const first = { ...accepted, seq: 1, epoch: 1, version: 1 } as const
              if (writer === undefined) return followStarted(workflow, first.runId)
              return Effect.sync(() => begin({ workflow, accepted: first, facts: [first], writer }, context))
            })
            return Effect.ensuring(
              begun,
              Effect.sync(() => starting.delete(accepted.runId))
            )
          }),
          // What was accepted begins: only the wait for the database can be interrupted.
          Effect.uninterruptible
        )
      const beginHere = (origin: RunOrigin) => Effect.map(Effect.context<never>(), (context) => begin(origin, context))
      const follow = followStored(store, onFollow)
      const followStarted = Effect.fnUntraced(function* (workflow: Workflow, runId: string) {
        const found = yield* Effect.catchTag(store.find(runId), "stored_value_unreadable", Effect.die)
        if (found !== undefined) return yield* follow(workflow, found)
        return yield* new StoreUnavailable({ message: "The run was removed before it began." })
      })
      const followAny = Effect.fn("RunEngine.follow")(function* <E>(runId: string, load: LoadGraph<E>) {
        const here = live.get(runId)
        if (here !== undefined) return here
        const found = yield* store.find(runId)
        if (found === undefined) return yield* new WorkflowRunNotFound({ message: "Workflow run not found." })
        return yield* follow(yield* load(found.graph), found)
      })
      const start = (workflow: Workflow, values: RunValues, options: RunOptions) =>
        Effect.andThen(
          Effect.fromResult(checkLimits(options.limits)),
          accept(workflow, (runId, at) => acceptRun(workflow.compiled.graph, values, options, runId, at))
        )
      const replay = Effect.fn("RunEngine.replay")(function* <E>(
        runId: string,
        options: ReplayOptions,
        load: LoadGraph<E>
      ) {
        const replayed = yield* store.find(runId)
        if (replayed === undefined) return yield* new WorkflowRunNotFound({ message: "Workflow run not found." })
        const prepared = yield* prepareReplay(yield* load(replayed.graph), replayed, options)
        return yield* accept(prepared.workflow, prepared.accept)
      })
      const { reopen, resume } = runResumption({ store, live, begin: beginHere, follow, rebuilding })
      const carryOn = <E extends FlowglassError>(load: LoadGraph<E>) =>
        Stream.runForEach(store.orders, (order) =>
          obeyOrder({ store, live, starting, begin: beginHere, rebuilding }, order, load)
        )
      return RunEngine.of({ start, replay, reopen, follow: followAny, resume, carryOn })
    })
  )
}
