import { Clock, Console, Effect, FileSystem, Layer, Logger, Path } from "effect"
import * as Command from "effect/cli/Command"
import * as Flag from "effect/cli/Flag"
import { durationText } from "../format/duration_text.ts"
import { jsonOutput } from "../format/json_output.ts"
import { outputStyle } from "../format/style.ts"
import { type OpenedExample, openExample } from "../serve/example_app.ts"
import { exampleJson, exampleLines, setupLines } from "../serve/example_lines.ts"
import { keptSecretKey } from "../serve/kept_secret_key.ts"
import { serverStores } from "../serve/server_stores.ts"
import { startServer } from "../serve/start_server.ts"
import { databaseUrl, durability, publishedRuns, retentionDays, serverSettings } from "../server_settings.ts"
import { homeFolder } from "../settings.ts"
import { flowglassVersion } from "../version.ts"
import { dataOption } from "./_store_options.ts"
import { chosenFormat, documentFormat } from "./output_format.ts"

/** The port unless told otherwise, and how many after it are tried when it is taken. */
const usualPort = 3000
const otherPorts = 20

/** A server that answers. */
interface OpenedServer {
  readonly origin: string
  /** The data folder; undefined for a database somewhere else. */
  readonly data: string | undefined
  readonly isNew: boolean
  /** Whether another port was taken when the usual one was in use. */
  readonly usesAnyPort: boolean
  /** When the command began, in milliseconds since 1970. */
  readonly started: number
}

const tellText = Effect.fnUntraced(function* (server: OpenedServer, example: OpenedExample | undefined) {
  const { origin, data, isNew, started } = server
  const style = yield* outputStyle
  const path = yield* Path.Path
  const lines = example === undefined ? yield* setupLines : yield* exampleLines(example)
  const place = data === undefined ? "PostgreSQL" : `data ${path.relative("", data) || "."}${isNew ? " (new)" : ""}`
  const ready = durationText((yield* Clock.currentTimeMillis) - started)
  const head = `${style.bold(`Flowglass ${flowglassVersion}`)}  ·  ${origin}  ·  ${place}  ·  ready in ${ready}`
  const port = Number(new URL(origin).port)
  const moved =
    server.usesAnyPort && port !== usualPort ? [`port           ${usualPort} is taken, so it is ${port}`] : []
  yield* Console.log([head, ...moved, ...lines].join("\n"))
})

const tellJson = Effect.fnUntraced(function* (server: OpenedServer, example: OpenedExample | undefined) {
  const { origin, data, isNew, started } = server
  const ready_ms = (yield* Clock.currentTimeMillis) - started
  const told = { version: flowglassVersion, address: origin, data: data ?? null, new: isNew, ready_ms }
  yield* Console.log(jsonOutput(example === undefined ? told : { ...told, example: exampleJson(example) }))
})

/** `flowglass serve`: Dify's console and service API on this machine, until it is interrupted. */
export const serveCommand = Command.make(
  "serve",
  {
    ...documentFormat,
    port: Flag.Int("port").pipe(
      Flag.withMetavar("N"),
      Flag.filter(
        (port) => port >= 0 && port <= 65_535,
        () => "a number from 0 (any free port) to 65535"
      ),
      Flag.withDescription(`Port to listen on; without it ${usualPort}, or the next one that is free`),
      Flag.optional
    ),
    host: Flag.String("host").pipe(
      Flag.withMetavar("H"),
      Flag.withDescription("Address to listen on; without it 127.0.0.1, which only this machine reaches"),
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
      const stores = yield* Layer.build(
        serverStores({ databaseUrl: url, folder, secretKey: settings.secretKey, durability: yield* durability })
      )
      const { origin, weather, services } = yield* startServer({
        host: flags.host,
        port: flags.port._tag === "Some" ? flags.port.value : usualPort,
        others: flags.port._tag === "Some" ? 0 : otherPorts,
        settings,
        stores,
        publishedRuns: yield* publishedRuns,
        retention: yield* retentionDays,
        folder: url === undefined ? folder : undefined,
        example: flags.example
      })
      const opened = {
        origin,
        data: url === undefined ? folder : undefined,
        isNew,
        usesAnyPort: flags.port._tag === "None",
        started
      }
      const example = flags.example ? yield* Effect.provide(openExample(weather), services) : undefined
      const tell = chosenFormat(flags) === "json" ? tellJson(opened, example) : tellText(opened, example)
      yield* Effect.provide(tell, services)
      return yield* Effect.never
    },
    Effect.scoped,
    Effect.provide(Logger.layer([Logger.withConsoleError(Logger.formatJson)]))
  )
).pipe(Command.withDescription("Serve Dify's console and service API on this machine"))
