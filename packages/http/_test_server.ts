import * as NodeHttpServer from "@effect/platform-node/NodeHttpServer"
import { LanguageModels, layerMemoryStores, type NodeType, RunStore, type Stores } from "@flowglass/core"
import { layerEngine, PublishedRuns } from "@flowglass/inspector"
import { Context, Effect, Layer, Redacted } from "effect"
import { HttpRouter, HttpServer } from "effect/http"
import { runLayer } from "./run/run_layer.ts"
import { httpApp } from "./serve/http_app.ts"
import { nodeServer } from "./serve/node_server.ts"
import { defaultServerSettings, ServerConfig, type ServerSettings } from "./serve/server_config.ts"

/** What a test wants to be different. */
export interface TestServerOptions {
  readonly stores?: Layer.Layer<Stores>
  readonly models?: Layer.Layer<LanguageModels>
  readonly nodes?: ReadonlyArray<NodeType>
  readonly publishedRuns?: "on" | "off"
  readonly settings?: Partial<ServerSettings>
}

/** The whole server on a free port of loopback, over memory stores unless told otherwise. */
export const startServer = Effect.fnUntraced(function* (options: TestServerOptions = {}) {
  const config = Layer.succeed(ServerConfig, {
    ...defaultServerSettings,
    secretKey: Redacted.make("a secret of the tests, long enough for HS256"),
    ...options.settings
  })
  const stores = yield* Layer.build(options.stores ?? layerMemoryStores())
  const runs = Layer.succeed(RunStore, Context.get(stores, RunStore))
  const engine = layerEngine({
    store: runs,
    models: options.models ?? LanguageModels.layerScripted([{ text: "Hello" }]),
    nodes: options.nodes ?? []
  }).pipe(Layer.provide(Layer.succeed(PublishedRuns, options.publishedRuns ?? "on")))
  const served = HttpRouter.serve(httpApp, { disableLogger: true, disableListenLog: true }).pipe(
    Layer.provide(runLayer),
    Layer.provide(engine),
    Layer.provide(Layer.succeedContext(stores)),
    Layer.provide(config),
    Layer.provideMerge(NodeHttpServer.layer(nodeServer, { port: 0, host: "127.0.0.1" }))
  )
  const context = yield* Layer.build(served)
  const { address } = Context.get(context, HttpServer.HttpServer)
  return { port: "port" in address ? address.port : 0, stores }
})
