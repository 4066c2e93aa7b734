import { type AppAddress, RunStore, type RunSummary } from "@flowglass/core"
import { withHint } from "@flowglass/core/error"
import { ActiveRuns } from "@flowglass/http"
import { recordText, WorkflowRunNotFound } from "@flowglass/inspector"
import { Effect, Option } from "effect"
import { RunNotAtWork } from "../error/administration_errors.ts"
import { RunIdAmbiguous } from "../error/local_run_errors.ts"
import type { InWorkspace, RunRequest } from "./administration.ts"
import { addressOf, allApps, findApp, seconds } from "./store_apps.ts"
import type { Done, RunDetailView, RunRecord, RunView } from "./views.ts"

const pageSize = 100

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

// The ids of runs begin with their time.
const newestFirst = (left: RunSummary, right: RunSummary): number => (left.id < right.id ? 1 : -1)

/** Runs of apps, newest first. */
const newestRuns = Effect.fnUntraced(function* (apps: ReadonlyArray<AppAddress>, limit: number) {
  const store = yield* RunStore
  const runs: Array<RunSummary> = []
  for (const app of apps) {
    let lastId: string | undefined
    for (let left = limit; left > 0; ) {
      const size = Math.min(left, pageSize)
      const page = yield* store.page({ ...app, limit: size, ...(lastId === undefined ? {} : { lastId }) })
      runs.push(...page.items)
      left -= size
      lastId = page.items.at(-1)?.id
      if (!page.hasMore || lastId === undefined) break
    }
  }
  return runs.toSorted(newestFirst).slice(0, limit)
})

export const listRuns = Effect.fnUntraced(function* (
  request: InWorkspace & { readonly app?: string | undefined; readonly limit: number }
) {
  const apps = request.app === undefined ? yield* allApps(request) : [yield* findApp({ ...request, app: request.app })]
  return (yield* newestRuns(apps.map(addressOf), request.limit)).map(runView)
})

const notFound = (hint?: string): WorkflowRunNotFound => {
  const error = new WorkflowRunNotFound({ message: "Workflow run not found." })
  return hint === undefined ? error : withHint(error, hint)
}

const wholeId = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/

const byWholeId = Effect.fnUntraced(function* (id: string) {
  const store = yield* RunStore
  const stored = yield* store.find(id)
  const { tenantId = "", appId = "" } = stored?.accepted ?? {}
  return (yield* store.summary({ tenantId, appId }, id)) ?? (yield* notFound())
})

/** The run that a word stands for: `last`, an id, or the beginning of one. */
const findRun = Effect.fnUntraced(function* ({ run }: RunRequest) {
  if (wholeId.test(run)) return yield* byWholeId(run)
  const apps = (yield* allApps({})).map(addressOf)
  if (run === "last") {
    const [newest] = yield* newestRuns(apps, 1)
    return newest ?? (yield* notFound("nothing has run yet"))
  }
  if (!/^[0-9a-f-]{4,36}$/.test(run)) return yield* notFound()
  const all = yield* newestRuns(apps, Number.MAX_SAFE_INTEGER)
  const [found, ...others] = all.filter(({ id }) => id.startsWith(run))
  if (found === undefined) return yield* notFound()
  if (others.length === 0) return found
  const ids = [found, ...others].map(({ id }) => id)
  const listed = ids.slice(0, 10).join(", ")
  return yield* new RunIdAmbiguous({
    message: `${ids.length} runs begin with "${run}": ${listed}${ids.length > 10 ? " ..." : ""}`,
    params: { runs: ids }
  })
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
  const runs = yield* Effect.serviceOption(ActiveRuns)
  const address = { tenantId: run.tenantId, appId: run.appId }
  const active = Option.isNone(runs) ? undefined : yield* runs.value.findRun(address, run.id)
  if (active === undefined) {
    const message =
      run.finishedAt === null
        ? `The run ${run.id} is at work in no process that this command reaches, so it cannot be stopped from here.`
        : `The run ${run.id} has ended already: it ${run.status}.`
    return yield* new RunNotAtWork({ message })
  }
  yield* active.run.stop()
  const done: Done = { id: run.id, result: "success" }
  return done
})

export const readRun = Effect.fnUntraced(function* (request: RunRequest) {
  const { id } = yield* findRun(request)
  const stored = yield* (yield* RunStore).find(id)
  if (stored === undefined) return yield* notFound()
  const record: RunRecord = { id, record: yield* Effect.orDie(Effect.fromResult(recordText(stored))) }
  return record
})
