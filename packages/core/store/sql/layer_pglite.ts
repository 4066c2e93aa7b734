import { join } from "node:path"
import { Effect, Layer } from "effect"
import type { CapabilityNotInstalled } from "../../error/capability_errors.ts"
import { loadCapability } from "../../error/load_capability.ts"
import type {
  DataFolderLocked,
  StoredValueUnreadable,
  StoreUnavailable,
  StoreVersionUnsupported
} from "../../error/store_errors.ts"
import type { DurabilityMode } from "../durability.ts"
import type { Stores } from "../memory_stores.ts"
import { checkTables } from "./_check_tables.ts"
import { SharedDatabase } from "./_database.ts"
import { layerSqlStores } from "./_sql_stores.ts"
import { lockDataFolder } from "./data_folder_lock.ts"
import type { Sealer } from "./sealer.ts"

/** Where a database in this process keeps its files. */
export interface PgliteOptions {
  /** The data folder, made when it is not there; without it the database is in memory and gone with the process. */
  readonly folder?: string
  /** What of a run is on disk before it goes on; `effects` unless given. */
  readonly durability?: DurabilityMode
}

const capability = {
  name: "The store in a folder",
  packages: ["@electric-sql/pglite@0.5.14", "@effect/sql-pg@4.0.5"]
}

/** What opening a database in this process can fail with. */
export type PgliteError =
  | CapabilityNotInstalled
  | DataFolderLocked
  | StoredValueUnreadable
  | StoreUnavailable
  | StoreVersionUnsupported

/**
 * All stores on a database in this process (PGlite): PostgreSQL without a server. The data folder is locked while it is
 * open, because a second process would lose what it writes.
 *
 * Fails with `data_folder_locked` when another process has the folder, `stored_value_unreadable` when what is in it is
 * damaged, `store_version_unsupported` when a newer Flowglass has written there, `store_unavailable` when the folder
 * cannot be used, and `capability_not_installed` when the database is missing.
 *
 * @example
 * ```ts
 * import { AccountStore } from "@flowglass/core"
 * import { layerPglite, Sealer } from "@flowglass/core/store/sql"
 * import { Effect, Layer, Redacted } from "effect"
 *
 * const stores = layerPglite().pipe(Layer.provide(Sealer.layer(Redacted.make("a secret key"))))
 * const program = Effect.flatMap(AccountStore, (accounts) => accounts.setupAt)
 * await Effect.runPromise(Effect.provide(program, stores)) // => undefined
 * ```
 */
export const layerPglite = ({ folder, durability }: PgliteOptions = {}): Layer.Layer<Stores, PgliteError, Sealer> =>
  layerSqlStores(
    Layer.effect(
      SharedDatabase,
      Effect.gen(function* () {
        const { openPglite } = yield* loadCapability(capability, () => import("./_pglite_database.ts"))
        const { streamDatabase } = yield* loadCapability(capability, () => import("./_postgres_client.ts"))
        if (folder !== undefined) yield* lockDataFolder(folder)
        const connect = yield* openPglite(folder === undefined ? undefined : join(folder, "database"))
        const database = yield* streamDatabase(connect)
        if (folder !== undefined) yield* checkTables(database)
        return { database, session: undefined }
      })
    ),
    durability
  )
