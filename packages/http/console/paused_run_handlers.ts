import { RunStore, runSummary } from "@flowglass/core"
import { WorkflowRunNotFound } from "@flowglass/inspector"
import { Effect } from "effect"
import { HttpApiBuilder } from "effect/http-api"
import { CurrentAccount } from "../auth/current_account.ts"
import { FormTokens } from "../form/form_tokens.ts"
import { formView } from "../form/form_view.ts"
import { type FormReader, HumanForms } from "../form/human_forms.ts"
import { pauseDetails } from "../form/pause_details.ts"
import { RunFollower } from "../run/run_follower.ts"
import { jsonResponse } from "../stream/json_response.ts"
import { ConsoleApi } from "./console_api.ts"

const isYes = (text: string | undefined): boolean => text?.toLowerCase() === "true"

const reader = Effect.map(
  CurrentAccount,
  ({ membership }): FormReader => ({ surface: "console", tenantId: membership.tenant.id })
)

export const pausedRunHandlers = HttpApiBuilder.group(
  ConsoleApi,
  "pausedRuns",
  Effect.fnUntraced(function* (handlers) {
    const forms = yield* HumanForms
    const follower = yield* RunFollower
    const runs = yield* RunStore
    const tokens = yield* FormTokens

    /** A run of the workspace; a foreign one is as unknown as one that never was. */
    const find = Effect.fnUntraced(function* (runId: string) {
      const { account, membership } = yield* CurrentAccount
      const stored = yield* runs.find(runId.toLowerCase())
      if (stored?.accepted.tenantId === membership.tenant.id) return { stored, account }
      return yield* new WorkflowRunNotFound({ message: "Workflow run not found." })
    })

    return handlers.handleAll({
      readForm: Effect.fnUntraced(function* ({ params }) {
        return formView(yield* forms.read(yield* reader, params.form_token))
      }),
      submitForm: Effect.fnUntraced(function* ({ params, payload }) {
        yield* forms.submit(yield* reader, params.form_token, payload)
        return {}
      }),
      pauseDetails: Effect.fnUntraced(function* ({ params }) {
        const { stored } = yield* find(params.run_id)
        const { runId } = stored.accepted
        return jsonResponse(pauseDetails(stored, (formId) => tokens.make("console", { runId, formId })))
      }),
      followRun: Effect.fnUntraced(function* ({ params, query }) {
        const { stored, account } = yield* find(params.run_id)
        const { accepted, graph } = stored
        // Dify shows a run on this path to the account that started it, and to nobody else.
        if (accepted.createdBy?.role !== "account" || accepted.createdBy.id !== account.id) {
          return yield* new WorkflowRunNotFound({ message: "Workflow run not found." })
        }
        return yield* follower.follow({
          run: runSummary(accepted, graph, stored.facts()),
          starter: { role: "account", id: account.id, name: account.name, email: account.email },
          surface: "console",
          whole: isYes(query.include_state_snapshot),
          continues: isYes(query.continue_on_pause)
        })
      })
    })
  })
)
