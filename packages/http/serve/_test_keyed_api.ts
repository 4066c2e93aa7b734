import { Effect, Schema } from "effect"
import { HttpApi, HttpApiBuilder, HttpApiEndpoint, HttpApiGroup } from "effect/http-api"
import { CurrentApp, KeyHolder } from "../auth/key_holder.ts"

const keyedGroup = HttpApiGroup.make("keyed")
  .add(HttpApiEndpoint.get("name", "/name", { success: Schema.Struct({ name: Schema.String }) }))
  .middleware(KeyHolder)

/** A route of a test behind the key of an app. */
export const keyedApi = HttpApi.make("keyed").add(keyedGroup).prefix("/v1")

export const keyedHandlers = HttpApiBuilder.group(keyedApi, "keyed", (handlers) =>
  handlers.handleAll({ name: () => Effect.map(CurrentApp, ({ app }) => ({ name: app.name })) })
)
