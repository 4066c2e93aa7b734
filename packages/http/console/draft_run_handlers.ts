import { type App, type InputObject, WorkflowStore } from "@flowglass/core"
import { AppNotFound } from "@flowglass/core/error"
import { Effect } from "effect"
import { HttpApiBuilder } from "effect/http-api"
import { CurrentAccount } from "../auth/current_account.ts"
import { requireEditor } from "../auth/role_guard.ts"
import { formTokenOf } from "../form/form_token_of.ts"
import { FormTokens } from "../form/form_tokens.ts"
import type { ChatAddress } from "../run/active_runs.ts"
import { appAddress } from "../run/app_address.ts"
import { AppRunner } from "../run/app_runner.ts"
import { exactInputs } from "../run/exact_inputs.ts"
import { retryAfter } from "../serve/retry_after.ts"
import { runStream } from "../stream/run_stream.ts"
import { ConsoleApi } from "./console_api.ts"
import { ownApp } from "./own_app.ts"
import { success } from "./success.ts"

interface DraftRun {
  readonly inputs: InputObject
  readonly files: ReadonlyArray<InputObject>
  readonly chat?: ChatAddress & { readonly query: string }
}

export const draftRunHandlers = HttpApiBuilder.group(
  ConsoleApi,
  "draftRuns",
  Effect.fnUntraced(function* (handlers) {
    const runner = yield* AppRunner
    const workflows = yield* WorkflowStore
    const tokens = yield* FormTokens

    /** An app of another mode than the route's is as unknown as a missing one: Dify's rule. */
    const editable = Effect.fnUntraced(function* (appId: string, ...modes: ReadonlyArray<App["mode"]>) {
      const app = yield* ownApp(appId)
      if (!modes.includes(app.mode)) return yield* new AppNotFound({ message: "App not found." })
      yield* requireEditor
      return app
    })

    const start = Effect.fnUntraced(function* (app: App, { inputs, files, chat }: DraftRun) {
      const { account } = yield* CurrentAccount
      const active = yield* runner
        .start({
          app,
          workflow: yield* workflows.draft(appAddress(app)),
          starter: { role: "account", id: account.id, name: account.name, email: account.email },
          trigger: "debugging",
          inputs,
          files,
          ...(chat === undefined ? {} : { chat })
        })
        .pipe(Effect.tapErrorTag("too_many_requests", () => retryAfter(1)))
      return runStream(active, { truncates: true, formToken: formTokenOf(tokens, "console", active.run.id) })
    })

    return handlers.handleAll({
      runDraft: Effect.fnUntraced(function* ({ params, payload, request }) {
        const app = yield* editable(params.app_id, "workflow")
        const inputs = yield* exactInputs(request, payload.inputs)
        return yield* start(app, { inputs, files: payload.files ?? [] })
      }),

      runChatDraft: Effect.fnUntraced(function* ({ params, payload, request }) {
        const app = yield* editable(params.app_id, "advanced-chat")
        const { conversation_id: given } = payload
        const conversationId = given === undefined || given === null || given === "" ? crypto.randomUUID() : given
        return yield* start(app, {
          inputs: yield* exactInputs(request, payload.inputs ?? {}),
          files: payload.files ?? [],
          chat: { conversationId, messageId: crypto.randomUUID(), query: payload.query ?? "" }
        })
      }),

      stopTask: Effect.fnUntraced(function* ({ params }) {
        const app = yield* editable(params.app_id, "workflow", "advanced-chat")
        yield* runner.stop(appAddress(app), params.task_id.toLowerCase())
        return success
      })
    })
  })
)
