import { RunStore, type StoredRun } from "@flowglass/core"
import { answerBody } from "@flowglass/core/store/sql"
import { Clock, Console, Effect, Layer, Result, Stream } from "effect"
import type { OpenedStore } from "../administration/open_administration.ts"
import { runNotFound } from "../administration/picked_run.ts"
import type { Refusal } from "../administration/refusals.ts"
import { CommandName } from "../format/typed_advice.ts"
import { shownIdLength } from "../local/find_run.ts"
import { FollowedRun, followStored } from "../local/followed_run.ts"
import { type HandAnswer, singleRunStore } from "../local/single_run_store.ts"
import type { AnyRun } from "./_any_run.ts"
import { showWaiting } from "./_asked_forms.ts"
import { engineLayer } from "./_engine.ts"
import { goOn } from "./_go_on.ts"
import type { HostParts } from "./_import_nodes.ts"
import type { ResumeRequest } from "./_resume_request.ts"
import { writeRecordFile } from "./_run_recorder.ts"
import { type WatchedRun, watchRun } from "./_watched_run.ts"

/** A run that a server of this machine keeps. */
export type KeptRun = AnyRun & { readonly source: { readonly kind: "store" } }

/** The run goes on where it is kept, whoever stops watching it. `isHere` says that no other process works on it. */
const leave = (runId: string, isHere: boolean) =>
  Effect.gen(function* () {
    const id = runId.slice(0, shownIdLength)
    const next = isHere ? "the next server goes on with it" : "its server goes on with it"
    yield* Console.error(`The run ${id} was left: ${next}. ${yield* CommandName} runs stop ${id} stops it.`)
  })

/** Shows the run, and writes the record of what it came to. */
const watcher = (request: ResumeRequest, isHere: boolean) => (watched: WatchedRun) =>
  Effect.onExit(watchRun({ ...watched, leave: leave(watched.stored.accepted.runId, isHere) }), () =>
    writeRecordFile(watched.stored, request.record)
  )

/** Hands answers to the process that has the data folder, and keeps why it did not take one. */
class AnswerDesk {
  refusal: Refusal | undefined
  readonly hand: HandAnswer

  constructor({ administration }: OpenedStore, run: string) {
    this.hand = (form, answer) =>
      Effect.gen({ self: this }, function* () {
        const text = new TextDecoder().decode(answerBody(answer, yield* Clock.currentTimeMillis))
        const taken = yield* Effect.result(administration.answerForm({ run, form, answer: text }))
        if (Result.isFailure(taken)) this.refusal = taken.failure
        return Result.isSuccess(taken)
      })
  }
}

/** In this process, which works on this run and leaves all others to the next server. */
const resumeHere = Effect.fnUntraced(function* (
  runs: RunStore["Service"],
  shown: StoredRun,
  parts: HostParts,
  request: ResumeRequest
) {
  const kept = (yield* runs.find(shown.accepted.runId)) ?? (yield* runNotFound())
  const store = Layer.succeed(RunStore, { ...runs, orders: Stream.never })
  yield* Effect.provide(goOn(kept, request, watcher(request, runs.isOwner())), engineLayer({ ...parts, store }))
})

/** By the process that has the data folder, whose progress is read again and again. */
const resumeThere = Effect.fnUntraced(function* ({ run, source }: KeptRun, parts: HostParts, request: ResumeRequest) {
  const followed = new FollowedRun(run)
  const desk = new AnswerDesk(source.store, run.accepted.runId)
  const store = singleRunStore(followed, desk.hand)
  const resumed = goOn(followed, request, watcher(request, false)).pipe(
    Effect.mapError((error) => desk.refusal ?? error),
    Effect.provide(engineLayer({ ...parts, store }))
  )
  // What keeps the run from being read ends the command; its end does not, because that is yet to be shown.
  yield* Effect.raceFirst(resumed, Effect.andThen(followStored(followed, source.again), Effect.never))
})

/** Goes on with a run that a server of this machine keeps, be it at work or not. */
export const resumeStored = Effect.fnUntraced(function* (kept: KeptRun, parts: HostParts, request: ResumeRequest) {
  const { run, source } = kept
  if (request.answer.action === undefined) yield* showWaiting(run, request.format)
  const { runs } = source.store
  yield* runs === undefined ? resumeThere(kept, parts, request) : resumeHere(runs, run, parts, request)
})
