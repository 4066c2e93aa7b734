import { Layer } from "effect"
import { HttpApiBuilder } from "effect/http-api"
import { authLayer } from "../auth/auth_layer.ts"
import { accountHandlers } from "../console/account_handlers.ts"
import { apiKeyHandlers } from "../console/api_key_handlers.ts"
import { appHandlers } from "../console/app_handlers.ts"
import { ConsoleApi } from "../console/console_api.ts"
import { draftHandlers } from "../console/draft_handlers.ts"
import { draftRunHandlers } from "../console/draft_run_handlers.ts"
import { inspectorHandlers } from "../console/inspector_handlers.ts"
import { pausedRunHandlers } from "../console/paused_run_handlers.ts"
import { sessionHandlers } from "../console/session_handlers.ts"
import { systemHandlers } from "../console/system_handlers.ts"
import { workflowRunHandlers } from "../console/workflow_run_handlers.ts"
import { workspaceHandlers } from "../console/workspace_handlers.ts"
import { formLayer } from "../form/form_layer.ts"
import { documentRoutes } from "../openapi/document_routes.ts"
import { ServiceApi } from "../service/service_api.ts"
import { serviceRoutes } from "../service/service_routes.ts"
import { envelope } from "./envelope.ts"
import { healthRoutes } from "./health_routes.ts"
import { methodTable, routesOf } from "./method_table.ts"
import { wellFormedLayer } from "./well_formed.ts"

const consoleRoutes = HttpApiBuilder.layer(ConsoleApi).pipe(
  Layer.provide([
    systemHandlers,
    sessionHandlers,
    accountHandlers,
    workspaceHandlers,
    appHandlers,
    apiKeyHandlers,
    draftHandlers,
    draftRunHandlers,
    workflowRunHandlers,
    pausedRunHandlers,
    inspectorHandlers
  ])
)

const plainPaths = ["/openapi.json", "/docs", "/health", "/ready"].map((path) => ({ method: "GET", path }))

const methods = methodTable([...routesOf(ConsoleApi), ...routesOf(ServiceApi), ...plainPaths])

/** Every route of the server, over the stores, the Inspector, `runLayer` and `ServerConfig`. */
export const httpApp = Layer.mergeAll(
  consoleRoutes,
  serviceRoutes,
  documentRoutes,
  healthRoutes,
  envelope(methods)
).pipe(Layer.provide(formLayer), Layer.provide(authLayer), Layer.provide(wellFormedLayer))
