import type { DurabilityMode, Stores } from "@flowglass/core"
import { layerPglite, layerPostgres, type PgliteError, Sealer } from "@flowglass/core/store/sql"
import { Layer, type Redacted } from "effect"

/** Where the server keeps everything. */
export interface ServerStoresOptions {
  /** PostgreSQL; a database in the data folder without it. */
  readonly databaseUrl: Redacted.Redacted | undefined
  readonly folder: string
  readonly secretKey: Redacted.Redacted
  /** What of a run is on disk before it goes on; `effects` unless given. */
  readonly durability?: DurabilityMode
}

/** The stores of the server: PostgreSQL, or a database in this process that needs nothing beside it. */
export const serverStores = (options: ServerStoresOptions): Layer.Layer<Stores, PgliteError> => {
  const { databaseUrl, folder, secretKey, durability = "effects" } = options
  const stores: Layer.Layer<Stores, PgliteError, Sealer> =
    databaseUrl === undefined ? layerPglite({ folder, durability }) : layerPostgres({ url: databaseUrl, durability })
  return Layer.provide(stores, Sealer.layer(secretKey))
}
