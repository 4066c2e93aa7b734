import { WorkflowRunDetail } from "@flowglass/http"
import { Effect, Result } from "effect"
import { consoleApp, consoleApps } from "./console_apps.ts"
import { called } from "./console_call.ts"
import type { Console } from "./console_session.ts"
import { exactlyCalled, withResponse } from "./exactly_called.ts"
import { newestFirst } from "./find_stored_run.ts"
import { isIdPrefix, isWholeId, pickedRun, runNotFound } from "./picked_run.ts"
import type { RunRequest, RunsRequest } from "./requests.ts"
import type { RunDetailView, RunView } from "./views.ts"

const pageSize = 100

/** Both lists that the console has of an app's runs: those of the debugger, and all others. */
const triggers = ["debugging", "app-run"] as const

interface NewestRuns {
  readonly limit: number
  /** Runs whose ids come before this are too old. */
  readonly from?: string
}

const runsOf = Effect.fnUntraced(function* (
  console: Console,
  app_id: string,
  triggered_from: (typeof triggers)[number],
  { limit, from = "" }: NewestRuns
) {
  const runs: Array<RunView> = []
  for (let left = limit; left > 0; left -= pageSize) {
    const last_id = runs.at(-1)?.id
    const query = { triggered_from, limit: Math.min(left, pageSize), ...(last_id === undefined ? {} : { last_id }) }
    const page = yield* called(console)(console.api.workflowRuns.listRuns({ params: { app_id }, query }))
    for (const run of page.data) {
      const { id, version, status, elapsed_time, total_tokens, total_steps, created_at, finished_at } = run
      const counts = { elapsed_time, total_tokens, total_steps }
      runs.push({ id, app_id, version, triggered_from, status, ...counts, created_at, finished_at })
    }
    const oldest = page.data.at(-1)?.id
    if (!page.has_more || oldest === undefined || oldest < from) return runs
  }
  return runs
})

const newestRuns = Effect.fnUntraced(function* (
  console: Console,
  apps: ReadonlyArray<{ readonly id: string }>,
  wanted: NewestRuns
) {
  const lists = yield* Effect.forEach(
    apps.flatMap(({ id }) => triggers.map((trigger) => ({ id, trigger }))),
    ({ id, trigger }) => runsOf(console, id, trigger, wanted)
  )
  return lists.flat().toSorted(newestFirst).slice(0, wanted.limit)
})

export const consoleRuns = Effect.fnUntraced(function* (console: Console, request: RunsRequest) {
  const { app } = request
  const apps =
    app === undefined ? yield* consoleApps(console, request) : [yield* consoleApp(console, { ...request, app })]
  return yield* newestRuns(console, apps, request)
})

const read = (console: Console, app_id: string, run_id: string) =>
  exactlyCalled(
    console,
    WorkflowRunDetail
  )(console.api.workflowRuns.readRun({ params: { app_id, run_id }, ...withResponse }))

/** Nothing but its app leads to a run here, so every app is asked for it. */
const byWholeId = Effect.fnUntraced(function* (
  console: Console,
  apps: ReadonlyArray<{ readonly id: string }>,
  id: string
) {
  for (const app of apps) {
    const run = yield* Effect.result(read(console, app.id, id))
    if (Result.isSuccess(run)) return { app_id: app.id, run: run.success }
    if (run.failure.code !== "workflow_run_not_found") return yield* run.failure
  }
  return yield* runNotFound()
})

/** The run that a word stands for, with its app. */
export const findConsoleRun = Effect.fnUntraced(function* (console: Console, word: string) {
  if (word !== "last" && !isIdPrefix(word)) return yield* runNotFound()
  const apps = yield* consoleApps(console, {})
  if (isWholeId(word)) return yield* byWholeId(console, apps, word)
  const wanted = word === "last" ? { limit: 1 } : { limit: Number.MAX_SAFE_INTEGER, from: word }
  const { id, app_id } = yield* pickedRun(yield* newestRuns(console, apps, wanted), word)
  return { app_id, run: yield* read(console, app_id, id) }
})

/** What the console tells of a run; it does not say what started it, but only debugging runs drafts. */
export const showConsoleRun = Effect.fnUntraced(function* (console: Console, request: RunRequest) {
  const { app_id, run } = yield* findConsoleRun(console, request.run)
  const view: RunDetailView = {
    id: run.id,
    app_id,
    version: run.version,
    triggered_from: run.version === "draft" ? "debugging" : "app-run",
    status: run.status,
    elapsed_time: run.elapsed_time,
    total_tokens: run.total_tokens,
    total_steps: run.total_steps,
    created_at: run.created_at,
    finished_at: run.finished_at,
    inputs: run.inputs,
    outputs: run.outputs,
    error: run.error,
    error_code: null
  }
  return view
})
