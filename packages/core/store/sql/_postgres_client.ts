import { make, makeClient, type PgClient, type PgPoolConfig } from "@effect/sql-pg/PgClient"
import { array, OID } from "@effect/sql-pg/PgTypes"
import { type Duration, Effect, type Redacted, Result, type Scope } from "effect"
import { Reactivity } from "effect/reactivity"
import type { SqlError } from "effect/sql/SqlError"
import type { StoreUnavailable } from "../../error/store_errors.ts"
import { type Column, Database, storeUnavailable } from "./_database.ts"

/** Outputs of nodes may be large; an answer of the database has to hold one. */
const maxMessageSize = 0x3fff_ffff

// Left to itself the client guesses the type of an array by its members, of which there may be none but nulls.
const encodeColumn = ({ type, values }: Column): unknown => Result.getOrThrow(array(values, OID[type]))

/**
 * How long a server may take for a statement; what may find much to do asks for a part of it at a time. A connection
 * that a firewall or a failed host cut in silence would be waited for as long as the system sends again: a quarter of an
 * hour.
 */
const patience = "1 minute"

/** After how long a connection that nothing comes from is asked whether it is still there. */
const keepAlive = "30 seconds"

const limits = { applicationName: "flowglass", maxMessageSize }

const databaseOf = (
  made: Effect.Effect<PgClient, SqlError, Scope.Scope | Reactivity.Reactivity>,
  longest?: Duration.Input
): Effect.Effect<Database, SqlError, Scope.Scope> =>
  made.pipe(
    Effect.provideServiceEffect(Reactivity.Reactivity, Reactivity.make),
    Effect.map((client) => new Database(client, encodeColumn, longest))
  )

/** A PostgreSQL server. */
export const postgresDatabase = (
  url: Redacted.Redacted,
  maxConnections: number
): Effect.Effect<Database, StoreUnavailable, Scope.Scope> =>
  Effect.mapError(databaseOf(make({ ...limits, url, maxConnections, keepAlive }), patience), storeUnavailable)

/** One connection to a PostgreSQL server; once it is broken it stays so. */
export const postgresSession = (url: Redacted.Redacted): Effect.Effect<Database, SqlError, Scope.Scope> =>
  databaseOf(makeClient({ ...limits, url, keepAlive }), patience)

/** A database in this process: one session, so one connection that stays open. */
export const streamDatabase = (
  stream: NonNullable<PgPoolConfig["stream"]>
): Effect.Effect<Database, StoreUnavailable, Scope.Scope> => {
  const one = { minConnections: 1, maxConnections: 1 }
  const made = make({ ...limits, ...one, stream, ssl: false, username: "postgres", database: "postgres" })
  return Effect.mapError(databaseOf(made), storeUnavailable)
}
