import * as NodeHttpServer from "@effect/platform-node/NodeHttpServer"
import { layerMemoryStores } from "@flowglass/core"
import { Context, Effect, Layer, Redacted } from "effect"
import { HttpRouter, HttpServer } from "effect/http"
import { HttpApi, HttpApiBuilder } from "effect/http-api"
import { authLayer } from "../auth/auth_layer.ts"
import { accountGroup } from "../console/account_group.ts"
import { accountHandlers } from "../console/account_handlers.ts"
import { sessionGroup } from "../console/session_group.ts"
import { sessionHandlers } from "../console/session_handlers.ts"
import { systemGroup } from "../console/system_group.ts"
import { systemHandlers } from "../console/system_handlers.ts"
import { workspaceGroup } from "../console/workspace_group.ts"
import { workspaceHandlers } from "../console/workspace_handlers.ts"
import { keyedApi, keyedHandlers } from "./_test_keyed_api.ts"
import { envelope } from "./envelope.ts"
import { methodTable, routesOf } from "./method_table.ts"
import { nodeServer } from "./node_server.ts"
import { defaultServerSettings, ServerConfig, type ServerSettings } from "./server_config.ts"
import { wellFormedLayer } from "./well_formed.ts"

/** The part of the console API that signs accounts in. */
export const testApi = HttpApi.make("console")
  .add(systemGroup, sessionGroup, accountGroup, workspaceGroup)
  .prefix("/console/api")

export const testSecret = "a secret of the tests, long enough for HS256"

/** A server on loopback with its own memory stores. `routes` are added to it, to see what their failures answer. */
export const startSite = Effect.fnUntraced(function* (
  settings: Partial<ServerSettings> = {},
  routes: Layer.Layer<never, never, HttpRouter.HttpRouter | HttpRouter.Request<"Error", unknown>> = Layer.empty
) {
  const config = Layer.succeed(ServerConfig, {
    ...defaultServerSettings,
    secretKey: Redacted.make(testSecret),
    ...settings
  })
  const methods = methodTable([...routesOf(testApi), ...routesOf(keyedApi)])
  const handlers = Layer.mergeAll(systemHandlers, sessionHandlers, accountHandlers, workspaceHandlers)
  const app = Layer.mergeAll(
    Layer.provide(HttpApiBuilder.layer(testApi), handlers),
    Layer.provide(HttpApiBuilder.layer(keyedApi), keyedHandlers),
    envelope(methods),
    routes
  ).pipe(Layer.provide([authLayer, wellFormedLayer]))
  const served = HttpRouter.serve(app, { disableLogger: true, disableListenLog: true }).pipe(
    Layer.provideMerge(layerMemoryStores()),
    Layer.provide(config),
    Layer.provideMerge(NodeHttpServer.layer(nodeServer, { port: 0, host: "127.0.0.1" }))
  )
  const context = yield* Layer.build(served)
  const { address } = Context.get(context, HttpServer.HttpServer)
  return { port: "port" in address ? address.port : 0, context }
})
