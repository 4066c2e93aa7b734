import { AccountStore } from "@flowglass/core"
import { Effect } from "effect"
import { HttpRouter, HttpServerResponse } from "effect/http"
import { errorResponse } from "./error_response.ts"

/** `/health`: the process answers. `/ready`: it can do its work, because the database answers too. */
export const healthRoutes = HttpRouter.use(
  Effect.fnUntraced(function* (router) {
    const accounts = yield* AccountStore
    const ready = Effect.matchEager(accounts.setupAt, {
      onFailure: (error) => errorResponse(error),
      onSuccess: () => HttpServerResponse.jsonUnsafe({ status: "ready" })
    })
    yield* router.add("GET", "/health", () => Effect.succeed(HttpServerResponse.jsonUnsafe({ status: "ok" })))
    yield* router.add("GET", "/ready", () => ready)
  })
)
