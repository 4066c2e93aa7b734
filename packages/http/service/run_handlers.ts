import { type App, AppKeyStore, RunStore, WorkflowStore, type WorkflowVersion } from "@flowglass/core"
import { WorkflowRunNotFound } from "@flowglass/inspector"
import { Effect } from "effect"
import { HttpApiBuilder } from "effect/http-api"
import { Forbidden } from "../error/http_errors.ts"
import { formTokenOf } from "../form/form_token_of.ts"
import { FormTokens } from "../form/form_tokens.ts"
import { appAddress } from "../run/app_address.ts"
import { AppRunner } from "../run/app_runner.ts"
import { exactInputs } from "../run/exact_inputs.ts"
import { retryAfter } from "../serve/retry_after.ts"
import { jsonResponse } from "../stream/json_response.ts"
import { runStream } from "../stream/run_stream.ts"
import { appOfMode } from "./app_of_mode.ts"
import { awaitRun } from "./await_run.ts"
import { requiredUser } from "./end_user_name.ts"
import { FollowedRuns } from "./followed_runs.ts"
import { pinnedVersion, publishedVersion } from "./published_version.ts"
import { runDetail } from "./run_detail.ts"
import type { RunPayload } from "./run_group.ts"
import { ServiceApi } from "./service_api.ts"

export const runHandlers = HttpApiBuilder.group(
  ServiceApi,
  "runs",
  Effect.fnUntraced(function* (handlers) {
    const keys = yield* AppKeyStore
    const runs = yield* RunStore
    const runner = yield* AppRunner
    const followed = yield* FollowedRuns
    const workflows = yield* WorkflowStore
    const tokens = yield* FormTokens

    const start = Effect.fnUntraced(function* (app: App, workflow: WorkflowVersion, user: string, payload: RunPayload) {
      const endUser = yield* keys
        .endUser(appAddress(app), user)
        .pipe(Effect.catchTag("app_not_found", () => new Forbidden({ message: "The app no longer exists." })))
      const active = yield* runner
        .start({
          app,
          workflow,
          starter: { role: "end_user", id: endUser.id, user },
          trigger: "app-run",
          inputs: payload.inputs,
          files: payload.files ?? []
        })
        .pipe(Effect.tapErrorTag("too_many_requests", () => retryAfter(1)))
      const formToken = formTokenOf(tokens, "service", active.run.id)
      return payload.response_mode === "streaming"
        ? runStream(active, { truncates: false, formToken })
        : yield* awaitRun(active, formToken)
    })

    return handlers.handleAll({
      runWorkflow: Effect.fnUntraced(function* ({ payload, request }) {
        const app = yield* appOfMode("workflow")
        const user = yield* requiredUser(payload.user)
        const inputs = yield* exactInputs(request, payload.inputs)
        return yield* start(app, yield* publishedVersion(workflows, app), user, { ...payload, inputs })
      }),
      runVersion: Effect.fnUntraced(function* ({ params, payload, request }) {
        const app = yield* appOfMode("workflow")
        const user = yield* requiredUser(payload.user)
        const inputs = yield* exactInputs(request, payload.inputs)
        const version = yield* pinnedVersion(workflows, app, params.workflow_id)
        return yield* start(app, version, user, { ...payload, inputs })
      }),
      readRun: Effect.fnUntraced(function* ({ params }) {
        const app = yield* appOfMode("workflow", "advanced-chat")
        const run = yield* runs.summary(appAddress(app), params.workflow_run_id.toLowerCase())
        if (run === undefined) return yield* new WorkflowRunNotFound({ message: "Workflow run not found." })
        return jsonResponse(runDetail(run))
      }),
      stopRun: Effect.fnUntraced(function* ({ params, payload }) {
        const app = yield* appOfMode("workflow")
        yield* requiredUser(payload.user)
        yield* runner.stop(appAddress(app), params.task_id.toLowerCase())
        return { result: "success" as const }
      }),
      followRun: Effect.fnUntraced(function* ({ params, query }) {
        const app = yield* appOfMode("workflow", "advanced-chat")
        const user = yield* requiredUser(query.user)
        const whole = query.include_state_snapshot?.toLowerCase() === "true"
        const continues = query.continue_on_pause?.toLowerCase() === "true"
        return yield* followed.follow(app, params.workflow_run_id.toLowerCase(), user, { whole, continues })
      })
    })
  })
)
