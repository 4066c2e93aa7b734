import * as NodeHttpServer from "@effect/platform-node/NodeHttpServer"
import {
  AccountStore,
  type App,
  AppKeyStore,
  AppStore,
  LanguageModels,
  layerMemoryStores,
  type ModelScript,
  RunStore,
  TenantStore,
  WorkflowStore,
  type WorkflowVersion
} from "@flowglass/core"
import { layerEngine } from "@flowglass/inspector"
import { Context, Effect, Layer, Redacted } from "effect"
import { HttpRouter, HttpServer } from "effect/http"
import { authLayer } from "../auth/auth_layer.ts"
import { formLayer } from "../form/form_layer.ts"
import { runLayer } from "../run/run_layer.ts"
import { envelope } from "../serve/envelope.ts"
import { methodTable, routesOf } from "../serve/method_table.ts"
import { nodeServer } from "../serve/node_server.ts"
import { defaultServerSettings, ServerConfig } from "../serve/server_config.ts"
import { wellFormedLayer } from "../serve/well_formed.ts"
import type { TestContent } from "../stream/_test_workflows.ts"
import { ServiceApi } from "./service_api.ts"
import { serviceRoutes } from "./service_routes.ts"

/** An app of a test with a published version. */
export interface TestApp {
  readonly app: App
  readonly version: WorkflowVersion
  readonly token: string
}

const config = Layer.succeed(ServerConfig, {
  ...defaultServerSettings,
  secretKey: Redacted.make("a secret of the tests, long enough for HS256")
})

/** The service API on loopback, with memory stores and a scripted model. */
export const startService = Effect.fnUntraced(function* (script: ModelScript) {
  const stores = yield* Layer.build(layerMemoryStores())
  const runs = Layer.succeed(RunStore, Context.get(stores, RunStore))
  const engine = layerEngine({ models: LanguageModels.layerScripted(script), store: runs })
  const routes = Layer.mergeAll(serviceRoutes, envelope(methodTable(routesOf(ServiceApi)))).pipe(
    Layer.provide(formLayer),
    Layer.provide([authLayer, wellFormedLayer])
  )
  const served = HttpRouter.serve(routes, { disableLogger: true, disableListenLog: true }).pipe(
    Layer.provideMerge(runLayer),
    Layer.provideMerge(engine),
    Layer.provideMerge(Layer.succeedContext(stores)),
    Layer.provide(config),
    Layer.provideMerge(NodeHttpServer.layer(nodeServer, { port: 0, host: "127.0.0.1" }))
  )
  const context = yield* Layer.build(served)
  const { address } = Context.get(context, HttpServer.HttpServer)

  /** A new workspace with its owner. */
  const workspace = Effect.fnUntraced(function* (name: string) {
    const owner = yield* Context.get(context, AccountStore).create({
      email: `${name}@example.test`,
      name,
      passwordHash: "none"
    })
    return yield* Context.get(context, TenantStore).create(name, owner.id)
  })

  /** A new published app in a workspace, with a key. */
  const publish = Effect.fnUntraced(function* (
    tenantId: string,
    content: TestContent,
    change: { readonly mode?: App["mode"]; readonly maxActiveRequests?: number; readonly published?: boolean } = {}
  ) {
    const apps = Context.get(context, AppStore)
    const workflows = Context.get(context, WorkflowStore)
    const keys = Context.get(context, AppKeyStore)
    const mode = change.mode ?? "workflow"
    const made = yield* apps.create({ tenantId, name: "Test", mode, createdBy: null })
    const app = yield* apps.change(tenantId, made.id, {
      updatedBy: null,
      enableApi: true,
      maxActiveRequests: change.maxActiveRequests ?? 0
    })
    const place = { tenantId, appId: app.id }
    const draft = yield* workflows.saveDraft({
      ...place,
      mode,
      expectedHash: null,
      content,
      hash: JSON.stringify(content.graph),
      by: null
    })
    const version =
      change.published === false ? draft : yield* workflows.publish(place, { name: "", comment: "", by: null })
    const { token } = yield* keys.create(place, `app-${crypto.randomUUID().replaceAll("-", "").slice(0, 24)}`)
    return { app, version, token }
  })

  return { port: "port" in address ? address.port : 0, workspace, publish, context }
})
