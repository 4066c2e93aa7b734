import { Clock, Console, Effect, FileSystem, Layer, Logger, Path } from "effect"
import * as Command from "effect/cli/Command"
import * as Flag from "effect/cli/Flag"
import { environmentFile } from "../environment_file.ts"
import { durationText } from "../format/duration_text.ts"
import { outputStyle } from "../format/style.ts"
import { exampleLines, setupLines } from "../serve/example_lines.ts"
import { keptSecretKey } from "../serve/kept_secret_key.ts"
import { serverStores } from "../serve/server_stores.ts"
import { startServer } from "../serve/start_server.ts"
import { databaseUrl, publishedRuns, serverSettings } from "../server_settings.ts"
import { homeFolder } from "../settings.ts"
import { flowglassVersion } from "../version.ts"
import { dataOption } from "./_store_options.ts"

/** The port unless told otherwise, and how many after it are tried when it is taken. */
const usualPort = 3000
const otherPorts = 20

/** `flowglass serve`: Dify's console and service API on this machine, until it is interrupted. */
export const serveCommand = Command.make(
  "serve",
  {
    port: Flag.Int("port").pipe(
      Flag.withMetavar("N"),
      Flag.withDescription(`Port to listen on; without it ${usualPort}, or the next one that is free`),
      Flag.optional
    ),
    host: Flag.String("host").pipe(
      Flag.withMetavar("H"),
      Flag.withDescription("Address to listen on"),
      Flag.withDefault("127.0.0.1")
    ),
    data: dataOption,
    example: Flag.Boolean("example").pipe(
      Flag.withoutNegation,
      Flag.withDescription("Make a first account and an example app, and run it"),
      Flag.withDefault(false)
    )
  },
  Effect.fnUntraced(
    function* (flags) {
      const started = yield* Clock.currentTimeMillis
      const path = yield* Path.Path
      const system = yield* FileSystem.FileSystem
      const folder = path.resolve(flags.data._tag === "Some" ? flags.data.value : yield* homeFolder)
      const isNew = !(yield* Effect.orElseSucceed(system.exists(path.join(folder, "database")), () => false))
      const url = yield* databaseUrl
      const settings = yield* serverSettings(keptSecretKey(folder), url !== undefined)
      const stores = yield* Layer.build(serverStores({ databaseUrl: url, folder, secretKey: settings.secretKey }))
      const { origin, weather, services } = yield* startServer({
        host: flags.host,
        port: flags.port._tag === "Some" ? flags.port.value : usualPort,
        others: flags.port._tag === "Some" ? 0 : otherPorts,
        settings,
        stores,
        publishedRuns: yield* publishedRuns,
        folder: url === undefined ? folder : undefined,
        example: flags.example
      })
      const lines = yield* Effect.provide(flags.example ? exampleLines(weather) : setupLines, services)
      const style = yield* outputStyle
      const data = url === undefined ? `data ${path.relative("", folder) || "."}${isNew ? " (new)" : ""}` : "PostgreSQL"
      const ready = durationText((yield* Clock.currentTimeMillis) - started)
      yield* Console.log(
        [
          `${style.bold(`Flowglass ${flowglassVersion}`)}  ·  ${origin}  ·  ${data}  ·  ready in ${ready}`,
          ...lines
        ].join("\n")
      )
      return yield* Effect.never
    },
    Effect.scoped,
    Effect.provide(environmentFile),
    Effect.provide(Logger.layer([Logger.withConsoleError(Logger.formatJson)]))
  )
).pipe(Command.withDescription("Serve Dify's console and service API on this machine"))
