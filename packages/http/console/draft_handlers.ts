import { AccountStore, type AppAddress, type JsonObject, WorkflowStore, type WorkflowVersion } from "@flowglass/core"
import { Effect } from "effect"
import { HttpApiBuilder } from "effect/http-api"
import { CurrentAccount } from "../auth/current_account.ts"
import { requireEditor } from "../auth/role_guard.ts"
import { InvalidParam } from "../error/http_errors.ts"
import { jsonResponse } from "../stream/json_response.ts"
import { seconds } from "../stream/seconds.ts"
import { ConsoleApi } from "./console_api.ts"
import { exactDraft } from "./draft_payload.ts"
import { graphHash } from "./graph_hash.ts"
import { ownApp } from "./own_app.ts"
import { hasHidden, restoreSecrets, workflowView } from "./workflow_view.ts"

const withoutId = (variables: ReadonlyArray<JsonObject>): number =>
  variables.findIndex(({ id }) => typeof id !== "string" || id === "")

export const draftHandlers = HttpApiBuilder.group(
  ConsoleApi,
  "drafts",
  Effect.fnUntraced(function* (handlers) {
    const workflows = yield* WorkflowStore
    const accounts = yield* AccountStore

    const editable = Effect.fnUntraced(function* (appId: string) {
      const app = yield* ownApp(appId)
      yield* requireEditor
      return { app, address: { tenantId: app.tenantId, appId: app.id } }
    })

    const view = Effect.fnUntraced(function* (workflow: WorkflowVersion) {
      const find = (id: string | null) => (id === null ? Effect.undefined : accounts.find(id))
      return workflowView(workflow, yield* find(workflow.createdBy), yield* find(workflow.updatedBy))
    })

    /** The environment variables of the draft, with their secrets. */
    const storedVariables = (address: AppAddress) =>
      workflows.draft(address).pipe(
        Effect.map(({ environmentVariables }) => environmentVariables),
        Effect.catchTag("draft_workflow_not_exist", () => Effect.succeed([]))
      )

    return handlers.handleAll({
      readDraft: Effect.fnUntraced(function* ({ params }) {
        const { address } = yield* editable(params.app_id)
        return jsonResponse(yield* view(yield* workflows.draft(address)))
      }),

      syncDraft: Effect.fnUntraced(function* ({ params, payload: decoded, request }) {
        const { app, address } = yield* editable(params.app_id)
        const { account } = yield* CurrentAccount
        const payload = yield* exactDraft(request, decoded)
        const environment = payload.environment_variables ?? []
        const missing = withoutId(environment)
        if (missing >= 0) {
          const message = `environment_variables[${missing}] has no id: every environment variable needs one.`
          return yield* new InvalidParam({ message, params: "environment_variables" })
        }
        const stored = hasHidden(environment) ? yield* storedVariables(address) : []
        const saved = yield* workflows.saveDraft({
          ...address,
          mode: app.mode,
          expectedHash: payload.hash ?? null,
          hash: graphHash(payload.graph),
          by: account.id,
          content: {
            graph: payload.graph,
            features: payload.features,
            environmentVariables: restoreSecrets(environment, stored),
            conversationVariables: payload.conversation_variables ?? []
          }
        })
        return { result: "success" as const, hash: saved.hash, updated_at: seconds(saved.updatedAt) }
      }),

      publish: Effect.fnUntraced(function* ({ params, payload }) {
        const { address } = yield* editable(params.app_id)
        const { account } = yield* CurrentAccount
        const version = yield* workflows.publish(address, {
          name: payload?.marked_name ?? "",
          comment: payload?.marked_comment ?? "",
          by: account.id
        })
        return { result: "success" as const, created_at: seconds(version.createdAt) }
      }),

      readPublished: Effect.fnUntraced(function* ({ params }) {
        const { address } = yield* editable(params.app_id)
        const published = yield* workflows.published(address)
        return jsonResponse(published === undefined ? null : yield* view(published))
      })
    })
  })
)
