import {
  type App,
  type AppAddress,
  type InputObject,
  newestDslVersion,
  type ReplayOptions,
  type RunOptions,
  RunStore,
  type TriggerSource,
  type Workflow,
  WorkflowRunner,
  type WorkflowVersion
} from "@flowglass/core"
import {
  type FlowglassError,
  type StoredValueUnreadable,
  type StoreUnavailable,
  WorkflowRunNotFound
} from "@flowglass/core/error"
import { Context, Effect, Layer } from "effect"
import { type ActiveRun, ActiveRuns, type ChatAddress } from "./active_runs.ts"
import { keepActive } from "./keep_active.ts"
import { outliving } from "./outliving.ts"
import { isRunRefusal, type ReplayRefusal, type RunRefusal, replayRefusalOf } from "./run_refusals.ts"
import { creatorOf, type RunStarter, systemUserOf } from "./run_starter.ts"
import { WorkflowCache } from "./workflow_cache.ts"

/** What a run of a stored workflow is started with. */
export interface AppRunRequest {
  readonly app: App
  /** The draft, or a published version. */
  readonly workflow: WorkflowVersion
  readonly starter: RunStarter
  readonly trigger: TriggerSource
  readonly inputs: InputObject
  readonly files?: ReadonlyArray<unknown>
  /** What was asked, and where the answer goes; chat apps need it. */
  readonly chat?: ChatAddress & { readonly query: string }
}

/** The workflow as its file would be. */
const fileOf = (app: App, workflow: WorkflowVersion) => ({
  kind: "app",
  version: newestDslVersion,
  app: { name: app.name, mode: workflow.mode },
  workflow: {
    graph: workflow.graph,
    features: workflow.features,
    environment_variables: workflow.environmentVariables,
    conversation_variables: workflow.conversationVariables
  }
})

const optionsOf = (request: AppRunRequest): RunOptions => ({
  inputs: request.inputs,
  files: request.files ?? [],
  userId: systemUserOf(request.starter),
  trigger: request.trigger,
  tenantId: request.app.tenantId,
  appId: request.app.id,
  workflowId: request.workflow.id,
  ...(request.workflow.version === "draft" ? {} : { workflowVersion: request.workflow.version }),
  createdBy: creatorOf(request.starter),
  ...(request.chat === undefined ? {} : { query: request.chat.query, conversationId: request.chat.conversationId })
})

/** What a request cannot cause is a mistake of the server. */
const refusedOnly = <A, E extends { readonly code: string }>(effect: Effect.Effect<A, E>) =>
  Effect.catch(
    effect,
    (error): Effect.Effect<never, RunRefusal> => (isRunRefusal(error) ? Effect.fail(error) : Effect.die(error))
  )

const replayRefusedOnly = <A, E extends FlowglassError>(effect: Effect.Effect<A, E>) =>
  Effect.catch(effect, (error): Effect.Effect<never, ReplayRefusal> => {
    const refusal = replayRefusalOf(error)
    return refusal === undefined ? Effect.die(error) : Effect.fail(refusal)
  })

/** Runs the drafts and published versions of apps. */
export class AppRunner extends Context.Service<
  AppRunner,
  {
    /**
     * Starts a run and returns at once. It goes on whatever becomes of the request. Whatever keeps it from starting is
     * found here, before anything is answered: inputs, the graph, what is missing, too many runs (`too_many_requests`).
     */
    readonly start: (request: AppRunRequest) => Effect.Effect<ActiveRun, RunRefusal>
    /** Runs what a run of the app ran once more; see `ReplayOptions`. It is refused as a start is. */
    readonly replay: (
      app: App,
      runId: string,
      options: ReplayOptions,
      starter: RunStarter
    ) => Effect.Effect<ActiveRun, ReplayRefusal>
    /** Stops the app's run with this task id, also while it is paused; does nothing for any other id. */
    readonly stop: (app: AppAddress, taskId: string) => Effect.Effect<void, StoredValueUnreadable | StoreUnavailable>
  }
>()("@flowglass/http/run/AppRunner") {
  static readonly layer: Layer.Layer<AppRunner, never, WorkflowRunner | ActiveRuns | RunStore> = Layer.effect(
    AppRunner,
    Effect.gen(function* () {
      const runner = yield* WorkflowRunner
      const runs = yield* RunStore
      const active = yield* ActiveRuns
      const scope = yield* Effect.scope
      const compiled = new WorkflowCache()

      const load = (app: App, version: WorkflowVersion): Effect.Effect<Workflow, RunRefusal> =>
        Effect.suspend(() => {
          const known = compiled.find(version)
          if (known !== undefined) return Effect.succeed(known)
          const loaded = refusedOnly(runner.load({ data: fileOf(app, version) }))
          return Effect.tap(loaded, (workflow) => Effect.sync(() => compiled.keep(version, workflow)))
        })

      const keep = keepActive(active, scope)

      const begin = Effect.fnUntraced(function* (request: AppRunRequest) {
        const { app, workflow, starter, chat } = request
        const source = yield* load(app, workflow)
        const run = yield* outliving(refusedOnly(runner.start(source, optionsOf(request))))
        const begun: ActiveRun = {
          tenantId: app.tenantId,
          appId: app.id,
          run,
          workflowId: workflow.id,
          starter,
          chat
        }
        yield* active.begin(begun)
        yield* keep(begun, 0)
        return begun
      })

      const start = Effect.fn("AppRunner.start")(function* (request: AppRunRequest) {
        yield* active.enter(request.app)
        return yield* Effect.onError(begin(request), () => active.leave(request.app))
      }, Effect.uninterruptible)

      const beginReplay = Effect.fnUntraced(function* (
        { tenantId, id: appId }: App,
        runId: string,
        options: ReplayOptions,
        starter: RunStarter
      ) {
        const stored = yield* runs.find(runId)
        if (stored === undefined) return yield* new WorkflowRunNotFound({ message: "Workflow run not found." })
        const run = yield* outliving(replayRefusedOnly(runner.replay(runId, options)))
        const { workflowId } = stored.accepted
        // It is not said in a conversation.
        const begun: ActiveRun = { tenantId, appId, run, workflowId, starter, chat: undefined }
        yield* active.begin(begun)
        yield* keep(begun, 0)
        return begun
      })

      const replay = Effect.fn("AppRunner.replay")(function* (
        app: App,
        runId: string,
        options: ReplayOptions,
        starter: RunStarter
      ) {
        yield* active.enter(app)
        return yield* Effect.onError(beginReplay(app, runId, options, starter), () => active.leave(app))
      }, Effect.uninterruptible)

      const stop = Effect.fn("AppRunner.stop")(function* (app: AppAddress, taskId: string) {
        const found = yield* active.findRun(app, taskId)
        if (found !== undefined) return yield* found.run.stop()
        const elsewhere = yield* runs.summary(app, taskId)
        if (elsewhere?.finishedAt === null) yield* runs.requestStop(taskId, "Stopped by user.")
      })

      return AppRunner.of({ start, replay, stop })
    })
  )
}
