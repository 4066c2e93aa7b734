import { AccountStore, AppKeyStore, RunStore, type RunSummary } from "@flowglass/core"
import { nodeExecutions, shownGraph, WorkflowRunNotFound } from "@flowglass/inspector"
import { Effect } from "effect"
import { HttpApiBuilder } from "effect/http-api"
import { CurrentAccount } from "../auth/current_account.ts"
import { requireEditor } from "../auth/role_guard.ts"
import { appAddress } from "../run/app_address.ts"
import { AppRunner } from "../run/app_runner.ts"
import { exactInputs } from "../run/exact_inputs.ts"
import { retryAfter } from "../serve/retry_after.ts"
import { jsonResponse } from "../stream/json_response.ts"
import { ConsoleApi } from "./console_api.ts"
import { ownApp } from "./own_app.ts"
import type { RunListQuery } from "./workflow_run_group.ts"
import { nodeExecutionView, type RunAuthor, workflowRunDetail, workflowRunItem } from "./workflow_run_view.ts"

export const workflowRunHandlers = HttpApiBuilder.group(
  ConsoleApi,
  "workflowRuns",
  Effect.fnUntraced(function* (handlers) {
    const runs = yield* RunStore
    const accounts = yield* AccountStore
    const keys = yield* AppKeyStore
    const runner = yield* AppRunner

    const authorOf = Effect.fnUntraced(function* (run: RunSummary) {
      const { createdBy, tenantId, appId } = run
      if (createdBy === null) return {}
      const author: RunAuthor =
        createdBy.role === "account"
          ? { account: yield* accounts.find(createdBy.id) }
          : { endUser: yield* keys.findEndUser({ tenantId, appId }, createdBy.id) }
      return author
    })

    const list = Effect.fnUntraced(function* ({
      params,
      query
    }: {
      readonly params: { readonly app_id: string }
      readonly query: RunListQuery
    }) {
      const app = appAddress(yield* ownApp(params.app_id))
      const { limit = 20, last_id, status, triggered_from = "debugging" } = query
      const page = yield* runs.page({
        ...app,
        limit,
        trigger: triggered_from,
        ...(status === undefined ? {} : { status }),
        ...(last_id === undefined || last_id === "" ? {} : { lastId: last_id })
      })
      // A list names accounts only.
      const ids = page.items.flatMap(({ createdBy }) => (createdBy?.role === "account" ? [createdBy.id] : []))
      const authors = new Map((yield* accounts.findAll([...new Set(ids)])).map((account) => [account.id, account]))
      const data = page.items.map((run) => workflowRunItem(run, authors.get(run.createdBy?.id ?? "")))
      return { limit, has_more: page.hasMore, data }
    })

    const find = Effect.fnUntraced(function* ({
      app_id,
      run_id
    }: {
      readonly app_id: string
      readonly run_id: string
    }) {
      const app = appAddress(yield* ownApp(app_id))
      const summary = yield* runs.summary(app, run_id.toLowerCase())
      const stored = summary === undefined ? undefined : yield* runs.find(summary.id)
      if (summary === undefined || stored === undefined) {
        return yield* new WorkflowRunNotFound({ message: "Workflow run not found." })
      }
      return { summary, stored, author: yield* authorOf(summary) }
    })

    return handlers.handleAll({
      listRuns: list,
      listChatRuns: list,
      readRun: Effect.fnUntraced(function* ({ params }) {
        const { summary, stored, author } = yield* find(params)
        return jsonResponse(workflowRunDetail(summary, shownGraph(stored), author))
      }),
      nodeExecutions: Effect.fnUntraced(function* ({ params }) {
        const { summary, stored, author } = yield* find(params)
        const data = nodeExecutions(stored).map((execution) => nodeExecutionView(summary, execution, author))
        return jsonResponse({ data })
      }),
      replayRun: Effect.fnUntraced(function* ({ params, payload, request }) {
        const app = yield* ownApp(params.app_id)
        yield* requireEditor
        const { summary } = yield* find(params)
        const { account } = yield* CurrentAccount
        const { from, inputs } = payload
        const options = {
          ...(from === undefined ? {} : { from }),
          ...(inputs === undefined ? {} : { inputs: yield* exactInputs(request, inputs) })
        }
        const starter = { role: "account", id: account.id, name: account.name, email: account.email } as const
        const { run } = yield* runner
          .replay(app, summary.id, options, starter)
          .pipe(Effect.tapErrorTag("too_many_requests", () => retryAfter(1)))
        return { task_id: run.id, workflow_run_id: run.id }
      })
    })
  })
)
