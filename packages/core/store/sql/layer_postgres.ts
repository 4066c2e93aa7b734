import { Effect, Layer, type Redacted } from "effect"
import type { CapabilityNotInstalled } from "../../error/capability_errors.ts"
import { loadCapability } from "../../error/load_capability.ts"
import type { StoreUnavailable, StoreVersionUnsupported } from "../../error/store_errors.ts"
import type { DurabilityMode } from "../durability.ts"
import type { Stores } from "../memory_stores.ts"
import { SharedDatabase } from "./_database.ts"
import { databasePlace, reachDatabase } from "./_reach_database.ts"
import { layerSqlStores } from "./_sql_stores.ts"
import type { Sealer } from "./sealer.ts"

/** How a PostgreSQL server is reached. */
export interface PostgresOptions {
  /** `postgresql://user:password@host:5432/database`; it holds a password. */
  readonly url: Redacted.Redacted
  /** At most so many connections at a time; 10 unless given. One is enough, only slower. */
  readonly maxConnections?: number
  /** What of a run is on disk before it goes on; `effects` unless given. */
  readonly durability?: DurabilityMode
}

const capability = { name: "The store on PostgreSQL", packages: ["@effect/sql-pg@4.0.5"] }

/**
 * All stores on a PostgreSQL server, whose tables are made or brought up to date first.
 *
 * Fails with `store_unavailable` when the server does not answer for some fifteen seconds, or for the `connect_timeout`
 * of its address if that is longer, with `store_version_unsupported` when a newer Flowglass has written there, and with
 * `capability_not_installed` when the client is missing.
 */
export const layerPostgres = ({
  url,
  maxConnections = 10,
  durability
}: PostgresOptions): Layer.Layer<Stores, CapabilityNotInstalled | StoreUnavailable | StoreVersionUnsupported, Sealer> =>
  layerSqlStores(
    Layer.effect(
      SharedDatabase,
      Effect.gen(function* () {
        const { postgresDatabase, postgresSession } = yield* loadCapability(
          capability,
          () => import("./_postgres_client.ts")
        )
        const database = yield* postgresDatabase(url, maxConnections)
        yield* reachDatabase(database, databasePlace(url))
        return { database, session: postgresSession(url) }
      })
    ),
    durability
  )
