import { Context, Effect, Layer, Redacted } from "effect"
import { SharedDatabase } from "./_database.ts"
import { openPglite } from "./_pglite_database.ts"
import { postgresDatabase, postgresSession, streamDatabase } from "./_postgres_client.ts"
import { layerSqlStores } from "./_sql_stores.ts"

const tables = `SELECT table_name AS name FROM information_schema.tables
  WHERE table_schema = 'public' AND table_type = 'BASE TABLE' ORDER BY 1`

/** Signs of life of the process, not what it keeps. */
const passing: ReadonlySet<string> = new Set(["ownership"])

/** Everything that a database holds, as text: table by table, row by row. */
export class TableDump extends Context.Service<
  TableDump,
  { readonly dump: Effect.Effect<ReadonlyMap<string, string>> }
>()("@flowglass/core/store/sql/TableDump") {
  static readonly layer = Layer.effect(
    TableDump,
    Effect.gen(function* () {
      const { database } = yield* SharedDatabase
      const dump = Effect.gen(function* () {
        const texts = new Map<string, string>()
        for (const { name } of yield* database.query<{ name: string }>(tables)) {
          if (passing.has(name)) continue
          const rows = yield* database.query<{ row: string }>(`SELECT t::text AS row FROM ${name} t ORDER BY 1`)
          texts.set(name, rows.map(({ row }) => row).join("\n"))
        }
        return texts
      })
      return { dump: Effect.orDie(dump) }
    })
  )
}

const withDump = <E>(shared: Layer.Layer<SharedDatabase, E>) =>
  Layer.merge(layerSqlStores(shared), Layer.provide(TableDump.layer, shared))

/** All stores on a database in this process, and what is in it. */
export const dumpedPglite = withDump(
  Layer.effect(
    SharedDatabase,
    Effect.gen(function* () {
      return { database: yield* streamDatabase(yield* openPglite(undefined)), session: undefined }
    })
  )
)

/** All stores on a PostgreSQL server, and what is in it. */
export const dumpedPostgres = (url: Redacted.Redacted) =>
  withDump(
    Layer.effect(
      SharedDatabase,
      Effect.gen(function* () {
        return { database: yield* postgresDatabase(url, 10), session: postgresSession(url) }
      })
    )
  )
