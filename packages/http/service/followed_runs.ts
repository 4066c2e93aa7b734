import { type App, AppKeyStore, RunStore, type RunSummary } from "@flowglass/core"
import type { StoreUnavailable } from "@flowglass/core/error"
import { WorkflowRunNotFound } from "@flowglass/inspector"
import { Clock, Context, Effect, Layer, Schedule, Stream } from "effect"
import type { HttpServerResponse } from "effect/http"
import { ActiveRuns } from "../run/active_runs.ts"
import { appAddress } from "../run/app_address.ts"
import type { EndUserStarter } from "../run/run_starter.ts"
import { finishedRecord } from "../stream/finished_record.ts"
import { eventStreamResponse, recordBytes, runStream, withPings } from "../stream/run_stream.ts"

/** Milliseconds between two looks at a run that another process works on. */
const poll = 1000

/** Streams of runs that were started earlier, for the end user who started them. */
export class FollowedRuns extends Context.Service<
  FollowedRuns,
  {
    /**
     * A run at work goes on from now, or from its beginning with `whole`; of one that has ended there is its last record.
     * A run of another app or end user is as unknown as one that never was.
     */
    readonly follow: (
      app: App,
      runId: string,
      user: string,
      whole: boolean
    ) => Effect.Effect<HttpServerResponse.HttpServerResponse, WorkflowRunNotFound | StoreUnavailable>
  }
>()("@flowglass/http/service/FollowedRuns") {
  static readonly layer: Layer.Layer<FollowedRuns, never, RunStore | AppKeyStore | ActiveRuns> = Layer.effect(
    FollowedRuns,
    Effect.gen(function* () {
      const active = yield* ActiveRuns
      const keys = yield* AppKeyStore
      const runs = yield* RunStore

      const starterOf = Effect.fnUntraced(function* (app: App, run: RunSummary | undefined, user: string) {
        if (run?.createdBy?.role !== "end_user") return undefined
        const endUser = yield* keys.findEndUser(appAddress(app), run.createdBy.id)
        if (endUser?.sessionId !== user) return undefined
        const starter: EndUserStarter = { role: "end_user", id: endUser.id, user }
        return starter
      })

      /** The end of a run that another process works on. Nothing more comes when the run or the database is gone. */
      const ending = (app: App, runId: string, starter: EndUserStarter): Stream.Stream<Uint8Array> => {
        const look = Effect.orElseSucceed(runs.summary(appAddress(app), runId), () => undefined)
        return Stream.fromEffectSchedule(look, Schedule.spaced(poll)).pipe(
          Stream.takeUntil((run) => run?.finishedAt !== null),
          Stream.map((run) =>
            (run?.finishedAt ?? null) === null || run === undefined ? undefined : finishedRecord(run, starter)
          ),
          Stream.filter((record) => record !== undefined),
          Stream.map(recordBytes)
        )
      }

      const follow = Effect.fn("FollowedRuns.follow")(function* (
        app: App,
        runId: string,
        user: string,
        whole: boolean
      ) {
        const run = yield* runs.summary(appAddress(app), runId)
        const starter = yield* starterOf(app, run, user)
        if (run === undefined || starter === undefined) {
          return yield* new WorkflowRunNotFound({ message: "Workflow run not found." })
        }
        if (run.finishedAt !== null) {
          return eventStreamResponse(Stream.succeed(recordBytes(finishedRecord(run, starter))))
        }
        const working = yield* active.findRun(appAddress(app), runId)
        if (working === undefined) return eventStreamResponse(withPings(ending(app, runId, starter)))
        const since = whole ? 0 : yield* Clock.currentTimeMillis
        return runStream(working, { truncates: false, since })
      })

      return FollowedRuns.of({ follow })
    })
  )
}
