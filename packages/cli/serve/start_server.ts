import { LanguageModels, RunStore, type Stores } from "@flowglass/core"
import { announceAddress, dataFolderToken } from "@flowglass/core/store/sql"
import { httpApp, Passwords, runLayer, ServerConfig, type ServerSettings } from "@flowglass/http"
import { layerEngine, PublishedRuns } from "@flowglass/inspector"
import { Context, Effect, Layer, Scope } from "effect"
import { HttpRouter, HttpServer } from "effect/http"
import { startHolderServer } from "../administration/holder_server.ts"
import { storeAdministration } from "../administration/store_administration.ts"
import { demoScript } from "../demo/demo_script.ts"
import { SettingInvalid } from "../error/usage_errors.ts"
import { engineSettings } from "../settings.ts"
import { withScriptedModels } from "./example_models.ts"
import { exampleWeather, weatherPath } from "./example_weather.ts"
import { type ListenOptions, listen } from "./listen.ts"
import { pruneOldRuns } from "./prune_old_runs.ts"
import { RequestsAtWork } from "./requests_at_work.ts"

/** What a server is started with. */
export interface ServerOptions extends ListenOptions {
  readonly settings: ServerSettings
  readonly stores: Context.Context<Stores>
  readonly publishedRuns: "on" | "off"
  /** After how many days ended runs are removed; undefined for never. */
  readonly retention: number | undefined
  /** The folder with the data; undefined for a database somewhere else. */
  readonly folder: string | undefined
  /** Whether the example app can run: a weather service, and models of a script. */
  readonly example: boolean
}

/** The address a browser on this machine can use. */
const originOf = ({ address }: HttpServer.HttpServer["Service"], host: string): string => {
  const port = "port" in address ? address.port : 0
  const name = host === "0.0.0.0" || host === "::" ? "127.0.0.1" : host.includes(":") ? `[${host}]` : host
  return `http://${name}:${port}`
}

/** Lets commands ask this process, which is the only one that can open the data folder. */
const answerCommands = Effect.fnUntraced(function* (folder: string, origin: string) {
  const token = yield* dataFolderToken(folder)
  if (token === undefined) return
  const commands = yield* Effect.provide(startHolderServer(token), storeAdministration)
  yield* announceAddress(folder, { address: origin, commands })
})

/** How long runs have to end by themselves when the server ends, in milliseconds. */
const patience = 4000

/** Starts a server that ends with the scope: it takes no more requests, lets those at work end, then its engine. */
export const startServer = Effect.fnUntraced(function* (options: ServerOptions) {
  const { settings, stores, example, folder, retention } = options
  const { models, allow } = yield* engineSettings
  const listening = yield* Layer.build(listen(options))
  const server = Context.get(listening, HttpServer.HttpServer)
  const origin = originOf(server, options.host)
  const configured = LanguageModels.layer(models)
  const engine = layerEngine({
    store: Layer.succeed(RunStore, Context.get(stores, RunStore)),
    models: example ? withScriptedModels(configured, demoScript) : configured,
    allow: example ? [...allow, new URL(origin).host] : allow
  }).pipe(
    Layer.provide(Layer.succeed(PublishedRuns, options.publishedRuns)),
    Layer.catchTag("outbound_allow_entry_invalid", (error) =>
      Layer.effectContext(
        Effect.fail(new SettingInvalid({ message: `FLOWGLASS_ALLOW_HOSTS is wrong: ${error.message}` }))
      )
    )
  )
  const engineScope = yield* Scope.make()
  const services = yield* Layer.buildWithScope(
    Layer.merge(runLayer, Passwords.layer).pipe(
      Layer.provideMerge(engine),
      Layer.provideMerge(Layer.succeedContext(stores)),
      Layer.provideMerge(Layer.succeed(ServerConfig, settings))
    ),
    engineScope
  )
  yield* Effect.addFinalizer((exit) => Scope.close(engineScope, exit))
  if (retention !== undefined) yield* Effect.forkScoped(Effect.provideContext(pruneOldRuns(retention), stores))
  const requests = new RequestsAtWork()
  const app = Layer.merge(example ? Layer.merge(httpApp, exampleWeather) : httpApp, requests.streams)
  const routes = Layer.provide(app, requests.phase)
  const serving = HttpRouter.serve(routes, {
    disableLogger: true,
    disableListenLog: true,
    middleware: requests.counted
  })
  yield* Layer.build(Layer.provide(serving, Layer.succeedContext(Context.merge(listening, services))))
  if (folder !== undefined) yield* Effect.provideContext(answerCommands(folder, origin), services)
  // The last to be added is the first to run: everything still works while requests end. Runs that do not end in time
  // are left for the next process; the streams about them end then, where they can be taken up again.
  yield* Effect.addFinalizer((exit) =>
    Effect.andThen(requests.ended(patience), Effect.andThen(Scope.close(engineScope, exit), requests.drain))
  )
  return { origin, weather: `${origin}${weatherPath}`, services }
})
