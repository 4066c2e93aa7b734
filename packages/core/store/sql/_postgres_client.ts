import { make, type PgPoolConfig } from "@effect/sql-pg/PgClient"
import { array, OID } from "@effect/sql-pg/PgTypes"
import { Effect, type Redacted, Result, type Scope } from "effect"
import { Reactivity } from "effect/reactivity"
import type { StoreUnavailable } from "../../error/store_errors.ts"
import { type Column, Database, storeUnavailable } from "./_database.ts"

/** Outputs of nodes may be large; an answer of the database has to hold one. */
const maxMessageSize = 0x3fff_ffff

// Left to itself the client guesses the type of an array by its members, of which there may be none but nulls.
const encodeColumn = ({ type, values }: Column): unknown => Result.getOrThrow(array(values, OID[type]))

const connect = (config: PgPoolConfig): Effect.Effect<Database, StoreUnavailable, Scope.Scope> =>
  make({ applicationName: "flowglass", maxMessageSize, ...config }).pipe(
    Effect.provideServiceEffect(Reactivity.Reactivity, Reactivity.make),
    Effect.mapBoth({ onFailure: storeUnavailable, onSuccess: (client) => new Database(client, encodeColumn) })
  )

/** A PostgreSQL server. */
export const postgresDatabase = (
  url: Redacted.Redacted,
  maxConnections: number
): Effect.Effect<Database, StoreUnavailable, Scope.Scope> => connect({ url, maxConnections })

/** A database in this process: one session, so one connection that stays open. */
export const streamDatabase = (
  stream: NonNullable<PgPoolConfig["stream"]>
): Effect.Effect<Database, StoreUnavailable, Scope.Scope> =>
  connect({ stream, ssl: false, username: "postgres", database: "postgres", minConnections: 1, maxConnections: 1 })
