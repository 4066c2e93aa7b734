import { AccountStore } from "@flowglass/core"
import { Effect } from "effect"
import { HttpRouter, HttpServerResponse } from "effect/http"
import { ServerShuttingDown } from "../error/http_errors.ts"
import { errorResponse } from "./error_response.ts"
import { ServerPhase } from "./server_phase.ts"

/** `/health`: the process answers. `/ready`: it can do its work, because the database answers too and it goes on. */
export const healthRoutes = HttpRouter.use(
  Effect.fnUntraced(function* (router) {
    const accounts = yield* AccountStore
    const phase = yield* ServerPhase
    const ready = Effect.gen(function* () {
      if (phase.isEnding) return yield* new ServerShuttingDown({ message: "The server is about to end." })
      yield* accounts.setupAt
      return HttpServerResponse.jsonUnsafe({ status: "ready" })
    })
    const answered = Effect.catch(ready, (error) => Effect.succeed(errorResponse(error)))
    yield* router.add("GET", "/health", () => Effect.succeed(HttpServerResponse.jsonUnsafe({ status: "ok" })))
    yield* router.add("GET", "/ready", () => answered)
  })
)
