import {
  type AppAddress,
  isValueObject,
  parseJson,
  type ReplayOptions,
  RunStore,
  type RunSummary
} from "@flowglass/core"
import { ActiveRuns, AppRunner } from "@flowglass/http"
import { recordText } from "@flowglass/inspector"
import { Clock, Effect, Option, Result } from "effect"
import { RunNotAtWork, ServerVerbUnavailable } from "../error/administration_errors.ts"
import { isIdPrefix, isWholeId, pickedRun, runNotFound } from "./picked_run.ts"
import type { PruneRequest, ReplayRequest, RunRequest, RunsRequest } from "./requests.ts"
import { addressOf, allApps, findApp, seconds } from "./store_apps.ts"
import type { Done, Pruned, RunDetailView, RunRecord, RunView } from "./views.ts"

const pageSize = 100

/** Dify's word for it. */
const stopReason = "Stopped by user."

const runView = (run: RunSummary): RunView => ({
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

/** The ids of runs begin with their time. */
export const newestFirst = (left: { readonly id: string }, right: { readonly id: string }): number =>
  left.id < right.id ? 1 : -1

/** Which of an app's newest runs are wanted. */
interface NewestRuns {
  readonly limit: number
  /** Runs whose ids come before this are too old. */
  readonly from?: string
}

const runsOf = Effect.fnUntraced(function* (app: AppAddress, { limit, from = "" }: NewestRuns) {
  const store = yield* RunStore
  const runs: Array<RunSummary> = []
  for (let left = limit; left > 0; left -= pageSize) {
    const lastId = runs.at(-1)?.id
    const page = yield* store.page({
      ...app,
      limit: Math.min(left, pageSize),
      ...(lastId === undefined ? {} : { lastId })
    })
    runs.push(...page.items)
    const oldest = page.items.at(-1)?.id
    if (!page.hasMore || oldest === undefined || oldest < from) return runs
  }
  return runs
})

/** Runs of apps, newest first. */
const newestRuns = Effect.fnUntraced(function* (apps: ReadonlyArray<AppAddress>, wanted: NewestRuns) {
  const runs = yield* Effect.forEach(apps, (app) => runsOf(app, wanted))
  return runs.flat().toSorted(newestFirst).slice(0, wanted.limit)
})

export const listRuns = Effect.fnUntraced(function* (request: RunsRequest) {
  const apps = request.app === undefined ? yield* allApps(request) : [yield* findApp({ ...request, app: request.app })]
  return (yield* newestRuns(apps.map(addressOf), request)).map(runView)
})

const byWholeId = Effect.fnUntraced(function* (id: string) {
  const store = yield* RunStore
  const stored = yield* store.find(id)
  const { tenantId = "", appId = "" } = stored?.accepted ?? {}
  return (yield* store.summary({ tenantId, appId }, id)) ?? (yield* runNotFound())
})

const findRun = Effect.fnUntraced(function* ({ run }: RunRequest) {
  if (isWholeId(run)) return yield* byWholeId(run)
  if (run !== "last" && !isIdPrefix(run)) return yield* runNotFound()
  const apps = (yield* allApps({})).map(addressOf)
  const wanted = run === "last" ? { limit: 1 } : { limit: Number.MAX_SAFE_INTEGER, from: run }
  return yield* pickedRun(yield* newestRuns(apps, wanted), run)
})

export const showRun = Effect.fnUntraced(function* (request: RunRequest) {
  const run = yield* findRun(request)
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
  const run = yield* findRun(request)
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
  const run = yield* findRun({ run: word })
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
  const { id } = yield* findRun(request)
  const stored = yield* (yield* RunStore).find(id)
  if (stored === undefined) return yield* runNotFound()
  const record: RunRecord = { id, record: yield* Effect.orDie(Effect.fromResult(recordText(stored))) }
  return record
})
