import { isValueObject, parseJson, type ReplayOptions, type RunHead, RunStore, WorkflowRunner } from "@flowglass/core"
import { readAnswer } from "@flowglass/core/store/sql"
import { ActiveRuns, AppRunner, outliving } from "@flowglass/http"
import { InvalidParam } from "@flowglass/http/error"
import { recordText } from "@flowglass/inspector"
import { Clock, Effect, Option, Result } from "effect"
import { RunNotAtWork, ServerVerbUnavailable } from "../error/administration_errors.ts"
import { findStoredRun, newestRuns } from "./find_stored_run.ts"
import { runNotFound } from "./picked_run.ts"
import { isRefusal } from "./refusals.ts"
import type { AnswerRequest, PruneRequest, ReplayRequest, RunRequest, RunsRequest } from "./requests.ts"
import { addressOf, allApps, findApp, seconds } from "./store_apps.ts"
import type { Done, Pruned, RunDetailView, RunRecord, RunView } from "./views.ts"

/** Dify's word for it. */
const stopReason = "Stopped by user."

const runView = (run: RunHead): RunView => ({
  id: run.id,
  app_id: run.appId,
  version: run.version,
  triggered_from: run.trigger,
  status: run.status,
  elapsed_time: run.elapsed / 1000,
  total_tokens: run.totalTokens,
  total_steps: run.totalSteps,
  created_at: seconds(run.createdAt),
  finished_at: run.finishedAt === null ? null : seconds(run.finishedAt)
})

export const listRuns = Effect.fnUntraced(function* (request: RunsRequest) {
  const apps = request.app === undefined ? yield* allApps(request) : [yield* findApp({ ...request, app: request.app })]
  return (yield* newestRuns(apps.map(addressOf), request)).map(runView)
})

export const showRun = Effect.fnUntraced(function* (request: RunRequest) {
  const head = yield* findStoredRun(request)
  const run = (yield* (yield* RunStore).summary(head, head.id)) ?? (yield* runNotFound())
  const { inputs, outputs, error } = run
  const view: RunDetailView = {
    ...runView(run),
    inputs,
    outputs,
    error: error?.message ?? null,
    error_code: error?.code ?? null
  }
  return view
})

export const stopRun = Effect.fnUntraced(function* (request: RunRequest) {
  const run = yield* findStoredRun(request)
  if (run.finishedAt !== null) {
    return yield* new RunNotAtWork({ message: `The run ${run.id} has ended already: it ${run.status}.` })
  }
  const runs = yield* Effect.serviceOption(ActiveRuns)
  const address = { tenantId: run.tenantId, appId: run.appId }
  const active = Option.isNone(runs) ? undefined : yield* runs.value.findRun(address, run.id)
  // Another process may work on it, or one will that takes over what was left.
  yield* active === undefined ? (yield* RunStore).requestStop(run.id, stopReason) : active.run.stop()
  const done: Done = { id: run.id, result: "success" }
  return done
})

const dayLength = 86_400_000

export const pruneRuns = Effect.fnUntraced(function* ({ days }: PruneRequest) {
  const finishedBefore = (yield* Clock.currentTimeMillis) - days * dayLength
  const pruned: Pruned = { removed: yield* (yield* RunStore).prune({ finishedBefore }) }
  return pruned
})

/** The object that a command has read already; numbers keep their kind and digits. */
const exactInputs = (text: string) => {
  const read = Result.getOrUndefined(parseJson(text))
  return isValueObject(read) ? read : {}
}

/** Only a server runs anything. */
export const replayRun = Effect.fnUntraced(function* ({ run: word, from, inputs }: ReplayRequest) {
  const run = yield* findStoredRun({ run: word })
  const runner = yield* Effect.serviceOption(AppRunner)
  if (Option.isNone(runner)) {
    return yield* new ServerVerbUnavailable({
      message: "Nothing runs here: a run is replayed by the server that kept it."
    })
  }
  const app = yield* findApp({ app: run.appId })
  const options: ReplayOptions = {
    ...(from === undefined ? {} : { from }),
    ...(inputs === undefined ? {} : { inputs: exactInputs(inputs) })
  }
  const starter = { role: "account", id: run.createdBy?.id ?? "", name: "", email: "" } as const
  const begun = yield* runner.value.replay(app, run.id, options, starter)
  const done: Done = { id: begun.run.id, result: "success" }
  return done
})

export const readRun = Effect.fnUntraced(function* (request: RunRequest) {
  const { id } = yield* findStoredRun(request)
  const stored = yield* (yield* RunStore).find(id)
  if (stored === undefined) return yield* runNotFound()
  const record: RunRecord = { id, record: yield* Effect.orDie(Effect.fromResult(recordText(stored))) }
  return record
})

/** Only a server goes on with anything. The answer is checked by whoever works on the run: the first one wins. */
export const answerForm = Effect.fnUntraced(function* ({ run: word, form, answer: text }: AnswerRequest) {
  const runner = yield* Effect.serviceOption(WorkflowRunner)
  if (Option.isNone(runner)) {
    return yield* new ServerVerbUnavailable({
      message: "Nothing runs here: a run is answered by the server that works on it."
    })
  }
  const answer = readAnswer(Buffer.from(text))
  if (answer?.action === undefined) {
    return yield* new InvalidParam({ message: "The answer is none that this version understands.", params: "answer" })
  }
  const { id } = yield* findStoredRun({ run: word })
  const resumed = outliving(runner.value.resume(id, { form, action: answer.action, inputs: answer.values }))
  yield* Effect.catchIf(resumed, (error) => !isRefusal(error), Effect.die)
  const done: Done = { id, result: "success" }
  return done
})
