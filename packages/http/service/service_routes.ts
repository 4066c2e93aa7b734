import { Layer } from "effect"
import { HttpApiBuilder } from "effect/http-api"
import { FollowedRuns } from "./followed_runs.ts"
import { formHandlers } from "./form_handlers.ts"
import { keyAppHandlers } from "./key_app_handlers.ts"
import { runHandlers } from "./run_handlers.ts"
import { ServiceApi } from "./service_api.ts"
import { welcomeHandlers } from "./welcome_handlers.ts"

/** The routes of the service API, over the stores, `runLayer` and the guards. */
export const serviceRoutes = HttpApiBuilder.layer(ServiceApi).pipe(
  Layer.provide([welcomeHandlers, keyAppHandlers, runHandlers, formHandlers]),
  Layer.provide(FollowedRuns.layer)
)
