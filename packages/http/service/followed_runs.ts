import { type App, AppKeyStore, RunStore, type RunSummary } from "@flowglass/core"
import type { StoredValueUnreadable, StoreUnavailable } from "@flowglass/core/error"
import { WorkflowRunNotFound } from "@flowglass/inspector"
import { Context, Effect, Layer } from "effect"
import type { HttpServerResponse } from "effect/http"
import { appAddress } from "../run/app_address.ts"
import { type FollowRequest, RunFollower } from "../run/run_follower.ts"
import type { EndUserStarter } from "../run/run_starter.ts"

/** Streams of runs that were started earlier, for the end user who started them. */
export class FollowedRuns extends Context.Service<
  FollowedRuns,
  {
    /** A run of another app or end user is as unknown as one that never was. */
    readonly follow: (
      app: App,
      runId: string,
      user: string,
      part: Pick<FollowRequest, "whole" | "continues">
    ) => Effect.Effect<
      HttpServerResponse.HttpServerResponse,
      WorkflowRunNotFound | StoredValueUnreadable | StoreUnavailable
    >
  }
>()("@flowglass/http/service/FollowedRuns") {
  static readonly layer: Layer.Layer<FollowedRuns, never, RunStore | AppKeyStore | RunFollower> = Layer.effect(
    FollowedRuns,
    Effect.gen(function* () {
      const follower = yield* RunFollower
      const keys = yield* AppKeyStore
      const runs = yield* RunStore

      const starterOf = Effect.fnUntraced(function* (app: App, run: RunSummary | undefined, user: string) {
        if (run?.createdBy?.role !== "end_user") return undefined
        const endUser = yield* keys.findEndUser(appAddress(app), run.createdBy.id)
        if (endUser?.sessionId !== user) return undefined
        const starter: EndUserStarter = { role: "end_user", id: endUser.id, user }
        return starter
      })

      const follow = Effect.fn("FollowedRuns.follow")(function* (
        app: App,
        runId: string,
        user: string,
        part: Pick<FollowRequest, "whole" | "continues">
      ) {
        const run = yield* runs.summary(appAddress(app), runId)
        const starter = yield* starterOf(app, run, user)
        if (run === undefined || starter === undefined) {
          return yield* new WorkflowRunNotFound({ message: "Workflow run not found." })
        }
        return yield* follower.follow({ run, starter, surface: "service", ...part })
      })

      return FollowedRuns.of({ follow })
    })
  )
}
