import { AppKeyStore, AppStore, TenantStore } from "@flowglass/core"
import { Clock, Effect, Layer } from "effect"
import { HttpServerRequest } from "effect/http"
import { Forbidden, InvalidParam, Unauthorized } from "../error/http_errors.ts"
import { CurrentApp, KeyHolder } from "./key_holder.ts"

const keyOf = Effect.fnUntraced(function* ({ headers }: HttpServerRequest.HttpServerRequest) {
  const [, scheme, key] = /^(\S+)\s+(.*)$/.exec(headers["authorization"]?.trim() ?? "") ?? []
  if (scheme === undefined || key === undefined) {
    return yield* new Unauthorized({ message: "Authorization header must be provided and start with 'Bearer'" })
  }
  if (scheme.toLowerCase() !== "bearer") {
    return yield* new Unauthorized({ message: "Authorization scheme must be 'Bearer'" })
  }
  return key
})

/** The guard of the service API, with Dify's texts. */
export const keyHolderLayer = Layer.effect(
  KeyHolder,
  Effect.gen(function* () {
    const keys = yield* AppKeyStore
    const apps = yield* AppStore
    const tenants = yield* TenantStore
    const identified = Effect.gen(function* () {
      const token = yield* keyOf(yield* HttpServerRequest.HttpServerRequest)
      const key = yield* keys.findByToken(token, yield* Clock.currentTimeMillis)
      if (key === undefined) return yield* new Unauthorized({ message: "Access token is invalid" })
      const app = yield* apps
        .get(key.tenantId, key.appId)
        .pipe(Effect.catchTag("app_not_found", () => new Forbidden({ message: "The app no longer exists." })))
      if (!app.enableApi) return yield* new Forbidden({ message: "The app's API service has been disabled." })
      const tenant = yield* tenants.find(app.tenantId)
      if (tenant === undefined) return yield* new InvalidParam({ message: "Tenant does not exist." })
      if (tenant.status === "archive") return yield* new Forbidden({ message: "The workspace's status is archived." })
      return { app, key }
    })
    return KeyHolder.of({ key: (handle) => Effect.provideServiceEffect(handle, CurrentApp, identified) })
  })
)
