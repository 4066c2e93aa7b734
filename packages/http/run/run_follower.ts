import { type Fact, RunStore, type RunSummary } from "@flowglass/core"
import type { StoreUnavailable } from "@flowglass/core/error"
import { Clock, Context, Effect, Layer, Schedule, Stream } from "effect"
import type { HttpServerResponse } from "effect/http"
import { formTokenOf } from "../form/form_token_of.ts"
import { type FormSurface, FormTokens } from "../form/form_tokens.ts"
import { finishedRecord } from "../stream/finished_record.ts"
import { eventStreamResponse, recordBytes, runStream, type StreamedPart, withPings } from "../stream/run_stream.ts"
import { ActiveRuns } from "./active_runs.ts"
import { AppRunner } from "./app_runner.ts"
import type { RunStarter } from "./run_starter.ts"

/** Milliseconds between two looks at a run that another process works on. */
const poll = 1000

/** Who follows which run, and how much of it. */
export interface FollowRequest {
  readonly run: RunSummary
  /** Who started it. */
  readonly starter: RunStarter
  readonly surface: FormSurface
  /** From its beginning, and not only from now on. */
  readonly whole: boolean
  /** Whether the stream goes on behind a pause. */
  readonly continues: boolean
}

const countOf = (facts: ReadonlyArray<Fact>, kind: Fact["kind"]): number =>
  facts.filter((fact) => fact.kind === kind).length

/** Where a stream begins that somebody opens now: pauses that are known do not end it. */
const partOf = (facts: ReadonlyArray<Fact>, { whole, continues }: FollowRequest, now: number): StreamedPart => {
  const pauses = countOf(facts, "run_paused")
  const waits = whole && pauses > countOf(facts, "run_resumed") ? 1 : 0
  return { since: whole ? 0 : now, pauses, waits, continues }
}

/** Streams of runs that were started earlier. Whose run it is has been found out before. */
export class RunFollower extends Context.Service<
  RunFollower,
  {
    /**
     * A run that works or waits goes on from now, or from its beginning with `whole`; of one that has ended there is its
     * last record.
     */
    readonly follow: (request: FollowRequest) => Effect.Effect<HttpServerResponse.HttpServerResponse, StoreUnavailable>
  }
>()("@flowglass/http/run/RunFollower") {
  static readonly layer: Layer.Layer<RunFollower, never, RunStore | ActiveRuns | AppRunner | FormTokens> = Layer.effect(
    RunFollower,
    Effect.gen(function* () {
      const active = yield* ActiveRuns
      const runner = yield* AppRunner
      const runs = yield* RunStore
      const tokens = yield* FormTokens

      /** The end of a run that another process works on. Nothing more comes when the run or the database is gone. */
      const ending = (run: RunSummary, starter: RunStarter): Stream.Stream<Uint8Array> => {
        const look = Effect.orElseSucceed(runs.summary(run, run.id), () => undefined)
        return Stream.fromEffectSchedule(look, Schedule.spaced(poll)).pipe(
          Stream.takeUntil((found) => found?.finishedAt !== null),
          Stream.map((found) =>
            (found?.finishedAt ?? null) === null || found === undefined ? undefined : finishedRecord(found, starter)
          ),
          Stream.filter((record) => record !== undefined),
          Stream.map(recordBytes)
        )
      }

      const follow = Effect.fn("RunFollower.follow")(function* (request: FollowRequest) {
        const { run, starter, surface } = request
        if (run.finishedAt !== null) {
          return eventStreamResponse(Stream.succeed(recordBytes(finishedRecord(run, starter))))
        }
        // What cannot be read cannot go on either; its summary says when it has ended.
        const stored = yield* Effect.catchTag(runs.find(run.id), "stored_value_unreadable", () => Effect.undefined)
        const known = yield* active.findRun(run, run.id)
        const working =
          known ?? (stored === undefined || run.status !== "paused" ? undefined : yield* runner.adopt(stored, starter))
        if (working === undefined || stored === undefined) {
          return eventStreamResponse(withPings(ending(run, starter)))
        }
        const part = partOf(stored.facts(), request, yield* Clock.currentTimeMillis)
        const truncates = surface === "console"
        return runStream(working, { ...part, truncates, formToken: formTokenOf(tokens, surface, run.id) })
      })

      return RunFollower.of({ follow })
    })
  )
}
