import {
  type App,
  type AppAddress,
  type InputObject,
  newestDslVersion,
  type RunOptions,
  type TriggerSource,
  type Workflow,
  WorkflowRunner,
  type WorkflowVersion
} from "@flowglass/core"
import { Context, Effect, Layer, Scope } from "effect"
import { HttpRouter, HttpServerRequest } from "effect/http"
import { type ActiveRun, ActiveRuns, type ChatAddress } from "./active_runs.ts"
import { isRunRefusal, type RunRefusal } from "./run_refusals.ts"
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

/** A run outlives its request: it keeps the request's log annotations and trace, not its body and scope. */
const outliving = <A, E>(effect: Effect.Effect<A, E>): Effect.Effect<A, E> =>
  Effect.updateContext(effect, (context: Context.Context<never>): Context.Context<never> => withoutRequest(context))

const withoutRequest = Context.omit(HttpServerRequest.HttpServerRequest, HttpRouter.RouteContext, Scope.Scope)

/** What a request cannot cause is a mistake of the server. */
const refusedOnly = <A, E extends { readonly code: string }>(effect: Effect.Effect<A, E>) =>
  Effect.catch(
    effect,
    (error): Effect.Effect<never, RunRefusal> => (isRunRefusal(error) ? Effect.fail(error) : Effect.die(error))
  )

/** Runs the drafts and published versions of apps. */
export class AppRunner extends Context.Service<
  AppRunner,
  {
    /**
     * Starts a run and returns at once. It goes on whatever becomes of the request. Whatever keeps it from starting is
     * found here, before anything is answered: inputs, the graph, what is missing, too many runs (`too_many_requests`).
     */
    readonly start: (request: AppRunRequest) => Effect.Effect<ActiveRun, RunRefusal>
    /** Stops the app's run with this task id; does nothing for any other id. */
    readonly stop: (app: AppAddress, taskId: string) => Effect.Effect<void>
  }
>()("@flowglass/http/run/AppRunner") {
  static readonly layer: Layer.Layer<AppRunner, never, WorkflowRunner | ActiveRuns> = Layer.effect(
    AppRunner,
    Effect.gen(function* () {
      const runner = yield* WorkflowRunner
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

      const begin = Effect.fnUntraced(function* (request: AppRunRequest, taskId: string) {
        const { app, workflow, starter, chat } = request
        const source = yield* load(app, workflow)
        const run = yield* outliving(refusedOnly(runner.start(source, optionsOf(request))))
        const begun: ActiveRun = {
          tenantId: app.tenantId,
          appId: app.id,
          taskId,
          run,
          workflowId: workflow.id,
          starter,
          chat
        }
        yield* active.begin(begun)
        yield* Effect.forkIn(Effect.ensuring(Effect.interruptible(run.result), active.leave(app, taskId)), scope)
        return begun
      })

      const start = Effect.fn("AppRunner.start")(function* (request: AppRunRequest) {
        const taskId = yield* active.enter(request.app)
        return yield* Effect.onError(begin(request, taskId), () => active.leave(request.app, taskId))
      }, Effect.uninterruptible)

      const stop = Effect.fn("AppRunner.stop")(function* (app: AppAddress, taskId: string) {
        const found = yield* active.findTask(app, taskId)
        if (found !== undefined) yield* found.run.stop()
      })

      return AppRunner.of({ start, stop })
    })
  )
}
