import { type Fact, RunStore, type RunSummary, runSummary, type StoredRun } from "@flowglass/core"
import { WorkflowRunNotFound } from "@flowglass/core/error"
import { Clock, Context, Deferred, Effect, Layer, Stream } from "effect"
import type { HttpServerResponse } from "effect/http"
import { formTokenOf } from "../form/form_token_of.ts"
import { type FormSurface, FormTokens } from "../form/form_tokens.ts"
import { finishedRecord } from "../stream/finished_record.ts"
import { eventStreamResponse, recordBytes, runStream, type StreamedPart, withPings } from "../stream/run_stream.ts"
import type { RunStarter } from "./run_starter.ts"
import { type RunWatchError, RunWatcher } from "./run_watcher.ts"

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

const hasEnded = (run: StoredRun): boolean => run.facts().at(-1)?.kind === "run_finished"

/** Waits until a run of the store has ended. */
const untilEnd = (stored: StoredRun): Effect.Effect<void> =>
  Effect.acquireUseRelease(
    Effect.sync(() => {
      const ended = Deferred.makeUnsafe<void>()
      const look = (): void => {
        if (hasEnded(stored)) Deferred.doneUnsafe(ended, Effect.void)
      }
      const leave = stored.subscribe(look)
      look()
      return { ended, leave }
    }),
    ({ ended }) => Deferred.await(ended),
    ({ leave }) => Effect.sync(leave)
  )

/** The end of a run whose other events cannot be shown here. */
const ending = (stored: StoredRun, starter: RunStarter): Stream.Stream<Uint8Array> =>
  Stream.fromEffect(
    Effect.map(untilEnd(stored), () =>
      recordBytes(finishedRecord(runSummary(stored.accepted, stored.graph, stored.facts()), starter))
    )
  )

/** Streams of runs that were started earlier. Whose run it is has been found out before. */
export class RunFollower extends Context.Service<
  RunFollower,
  {
    /**
     * A run that works or waits, here or in another process, goes on from now, or from its beginning with `whole`; of one
     * that has ended there is its last record.
     */
    readonly follow: (request: FollowRequest) => Effect.Effect<HttpServerResponse.HttpServerResponse, RunWatchError>
  }
>()("@flowglass/http/run/RunFollower") {
  static readonly layer: Layer.Layer<RunFollower, never, RunStore | RunWatcher | FormTokens> = Layer.effect(
    RunFollower,
    Effect.gen(function* () {
      const watcher = yield* RunWatcher
      const runs = yield* RunStore
      const tokens = yield* FormTokens

      /** From where a stream goes on that begins now, by the clock that the times of the facts are from. */
      const nowOf = (facts: ReadonlyArray<Fact>) =>
        runs.isOwner() ? Clock.currentTimeMillis : Effect.succeed((facts.at(-1)?.at ?? 0) + 1)

      const follow = Effect.fn("RunFollower.follow")(function* (request: FollowRequest) {
        const { run, starter, surface } = request
        if (run.finishedAt !== null) {
          return eventStreamResponse(Stream.succeed(recordBytes(finishedRecord(run, starter))))
        }
        const stored = yield* runs.find(run.id)
        if (stored === undefined) return yield* new WorkflowRunNotFound({ message: "Workflow run not found." })
        const watched = yield* watcher.watch(stored, starter)
        if (watched === undefined) return eventStreamResponse(withPings(ending(stored, starter)))
        const facts = stored.facts()
        const part = partOf(facts, request, yield* nowOf(facts))
        const truncates = surface === "console"
        return runStream(watched, { ...part, truncates, formToken: formTokenOf(tokens, surface, run.id) })
      })

      return RunFollower.of({ follow })
    })
  )
}
