import { type AppKey, AppKeyStore } from "@flowglass/core"
import { Effect } from "effect"
import { HttpApiBuilder } from "effect/http-api"
import { appToken } from "../auth/app_token.ts"
import { requireAdmin, requireEditor } from "../auth/role_guard.ts"
import { seconds } from "../stream/seconds.ts"
import type { ApiKeyView } from "./api_key_group.ts"
import { ConsoleApi } from "./console_api.ts"
import { ownApp } from "./own_app.ts"

const apiKeyView = (key: AppKey): ApiKeyView => ({
  id: key.id,
  type: "app",
  token: key.token,
  last_used_at: key.lastUsedAt === null ? null : seconds(key.lastUsedAt),
  created_at: seconds(key.createdAt)
})

export const apiKeyHandlers = HttpApiBuilder.group(
  ConsoleApi,
  "apiKeys",
  Effect.fnUntraced(function* (handlers) {
    const keys = yield* AppKeyStore
    const addressOf = (appId: string) => Effect.map(ownApp(appId), ({ tenantId, id }) => ({ tenantId, appId: id }))
    return handlers.handleAll({
      listApiKeys: Effect.fnUntraced(function* ({ params }) {
        return { data: (yield* keys.list(yield* addressOf(params.app_id))).map(apiKeyView) }
      }),
      createApiKey: Effect.fnUntraced(function* ({ params }) {
        const app = yield* addressOf(params.app_id)
        yield* requireEditor
        return apiKeyView(yield* keys.create(app, yield* appToken))
      }),
      deleteApiKey: Effect.fnUntraced(function* ({ params }) {
        const app = yield* addressOf(params.app_id)
        yield* requireAdmin
        yield* keys.remove(app, params.key_id.toLowerCase())
      })
    })
  })
)
