import { Effect } from "effect"
import { chosenKey } from "./chosen_key.ts"
import { consoleApp } from "./console_apps.ts"
import { called } from "./console_call.ts"
import type { Console } from "./console_session.ts"
import type { AppRequest, KeyRequest } from "./requests.ts"
import type { Done, KeyView } from "./views.ts"

const keyView = (app_id: string, { id, token, last_used_at, created_at }: Omit<KeyView, "app_id">): KeyView => ({
  id,
  app_id,
  token,
  last_used_at,
  created_at
})

export const createConsoleKey = Effect.fnUntraced(function* (console: Console, request: AppRequest) {
  const { id } = yield* consoleApp(console, request)
  return keyView(id, yield* called(console)(console.api.apiKeys.createApiKey({ params: { app_id: id } })))
})

export const consoleKeys = Effect.fnUntraced(function* (console: Console, request: AppRequest) {
  const { id } = yield* consoleApp(console, request)
  const { data } = yield* called(console)(console.api.apiKeys.listApiKeys({ params: { app_id: id } }))
  return data.map((key) => keyView(id, key))
})

export const deleteConsoleKey = Effect.fnUntraced(function* (console: Console, request: KeyRequest) {
  const app = yield* consoleApp(console, request)
  const { data } = yield* called(console)(console.api.apiKeys.listApiKeys({ params: { app_id: app.id } }))
  const { id } = yield* chosenKey(data, request.key)
  yield* called(console)(console.api.apiKeys.deleteApiKey({ params: { app_id: app.id, key_id: id } }))
  const done: Done = { id, result: "success" }
  return done
})
