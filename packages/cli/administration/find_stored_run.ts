import { type AppAddress, type RunHead, RunStore } from "@flowglass/core"
import { Effect } from "effect"
import { isIdPrefix, isWholeId, pickedRun, runNotFound } from "./picked_run.ts"
import type { RunRequest } from "./requests.ts"
import { addressOf, allApps } from "./store_apps.ts"

const pageSize = 100

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
  const runs: Array<RunHead> = []
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
export const newestRuns = Effect.fnUntraced(function* (apps: ReadonlyArray<AppAddress>, wanted: NewestRuns) {
  const runs = yield* Effect.forEach(apps, (app) => runsOf(app, wanted))
  return runs.flat().toSorted(newestFirst).slice(0, wanted.limit)
})

const byWholeId = Effect.fnUntraced(function* (id: string) {
  const store = yield* RunStore
  const stored = yield* store.find(id)
  const { tenantId = "", appId = "" } = stored?.accepted ?? {}
  const found: RunHead = (yield* store.summary({ tenantId, appId }, id)) ?? (yield* runNotFound())
  return found
})

/** The run of the store that a request names. */
export const findStoredRun = Effect.fnUntraced(function* ({ run }: RunRequest) {
  if (isWholeId(run)) return yield* byWholeId(run)
  if (run !== "last" && !isIdPrefix(run)) return yield* runNotFound()
  const apps = (yield* allApps({})).map(addressOf)
  const wanted = run === "last" ? { limit: 1 } : { limit: Number.MAX_SAFE_INTEGER, from: run }
  return yield* pickedRun(yield* newestRuns(apps, wanted), run)
})
