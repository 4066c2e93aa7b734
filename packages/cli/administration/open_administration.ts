import { RunStore, type Stores } from "@flowglass/core"
import { dataFolderHolder, type PgliteError } from "@flowglass/core/store/sql"
import { Passwords } from "@flowglass/http"
import { Context, Effect, FileSystem, Layer, Path, Schedule, type Scope } from "effect"
import type { EnvironmentFileError } from "../environment_file.ts"
import { DataFolderEmpty } from "../error/administration_errors.ts"
import type { DataFolderNotUsable } from "../error/serve_errors.ts"
import { keptSecretKey } from "../serve/kept_secret_key.ts"
import { serverStores } from "../serve/server_stores.ts"
import { databaseUrl, secretKey } from "../server_settings.ts"
import { homeFolder } from "../settings.ts"
import { Administration } from "./administration.ts"
import { doorOf, type HolderDoor, holderAdministration } from "./holder_administration.ts"
import { storeAdministration } from "./store_administration.ts"

/** What opening the store of this machine can fail with. */
export type OpenFailure = PgliteError | DataFolderEmpty | DataFolderNotUsable | EnvironmentFileError

/** Which store is opened. */
export interface OpenOptions {
  /** The data folder, unless `DATABASE_URL` names a database. */
  readonly data: string | undefined
  /** Whether a database is made where there is none. */
  readonly creates: boolean
}

/** A store as it was opened. */
export interface OpenedStore {
  readonly administration: Administration["Service"]
  /** The runs themselves; undefined where another process has them. */
  readonly runs: RunStore["Service"] | undefined
}

const onStores = (stores: Layer.Layer<Stores, PgliteError>): Effect.Effect<OpenedStore, PgliteError, Scope.Scope> =>
  Effect.map(
    Layer.build(Layer.provideMerge(storeAdministration, Layer.merge(stores, Passwords.layer))),
    (services) => ({
      administration: Context.get(services, Administration),
      runs: Context.get(services, RunStore)
    })
  )

const throughHolder = (door: HolderDoor): Effect.Effect<OpenedStore, never, Scope.Scope> =>
  Effect.map(Layer.build(holderAdministration(door)), (services) => ({
    administration: Context.get(services, Administration),
    runs: undefined
  }))

const inFolder = Effect.fnUntraced(function* (folder: string, { creates }: OpenOptions) {
  const system = yield* FileSystem.FileSystem
  const holder = yield* dataFolderHolder(folder)
  const door = holder === undefined ? undefined : doorOf(holder)
  if (door !== undefined) return yield* throughHolder(door)
  const database = (yield* Path.Path).join(folder, "database")
  const isThere = yield* Effect.orElseSucceed(system.exists(database), () => false)
  if (!isThere && !creates) {
    return yield* new DataFolderEmpty({ message: `There is no database in ${folder}.` })
  }
  const key = yield* secretKey(keptSecretKey(folder), false)
  return yield* onStores(serverStores({ databaseUrl: undefined, folder, secretKey: key }))
})

// A command has the folder for a moment, and a server that starts answers commands soon: ten seconds.
const patience = { schedule: Schedule.spaced("250 millis"), times: 40 }

/**
 * Opens the store of this machine: PostgreSQL where `DATABASE_URL` names one, through the process that has the data
 * folder where there is one, in this process otherwise.
 */
export const openStore = Effect.fnUntraced(function* (
  options: OpenOptions
): Effect.fn.Return<OpenedStore, OpenFailure, FileSystem.FileSystem | Path.Path | Scope.Scope> {
  const url = yield* databaseUrl
  const folder = (yield* Path.Path).resolve(options.data ?? (yield* homeFolder))
  if (url !== undefined) {
    const key = yield* secretKey(keptSecretKey(folder), true)
    return yield* onStores(serverStores({ databaseUrl: url, folder, secretKey: key }))
  }
  return yield* Effect.retry(inFolder(folder, options), {
    ...patience,
    while: ({ code }) => code === "data_folder_locked"
  })
})

/** The verbs on the store of this machine. */
export const openAdministration = (
  options: OpenOptions
): Layer.Layer<Administration, OpenFailure, FileSystem.FileSystem | Path.Path> =>
  Layer.effect(
    Administration,
    Effect.map(openStore(options), ({ administration }) => administration)
  )
