import { ApiKeyNotFound, AppNotFound, MaxKeysExceeded, StoreUnavailable } from "@flowglass/core/error"
import { Schema } from "effect"
import { HttpApiEndpoint, HttpApiGroup, HttpApiSchema } from "effect/http-api"
import { SignedIn } from "../auth/signed_in.ts"
import { Forbidden } from "../error/http_errors.ts"

const app = { app_id: Schema.String }

/** A key of an app; Dify lists it in full. */
export const ApiKeyView = Schema.Struct({
  id: Schema.String,
  type: Schema.Literal("app"),
  token: Schema.String,
  last_used_at: Schema.NullOr(Schema.Int),
  created_at: Schema.Int
})
export type ApiKeyView = typeof ApiKeyView.Type

/** The keys of an app's service API: list, create, delete. */
export const apiKeyGroup = HttpApiGroup.make("apiKeys")
  .add(
    HttpApiEndpoint.get("listApiKeys", "/apps/:app_id/api-keys", {
      params: app,
      success: Schema.Struct({ data: Schema.Array(ApiKeyView) }),
      error: [AppNotFound, StoreUnavailable]
    }),
    HttpApiEndpoint.post("createApiKey", "/apps/:app_id/api-keys", {
      params: app,
      success: ApiKeyView.pipe(HttpApiSchema.status(201)),
      error: [AppNotFound, StoreUnavailable, Forbidden, MaxKeysExceeded]
    }),
    HttpApiEndpoint.delete("deleteApiKey", "/apps/:app_id/api-keys/:key_id", {
      params: { ...app, key_id: Schema.String },
      success: HttpApiSchema.NoContent,
      error: [AppNotFound, StoreUnavailable, Forbidden, ApiKeyNotFound]
    })
  )
  .middleware(SignedIn)
