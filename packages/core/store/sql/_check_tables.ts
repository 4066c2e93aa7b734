import { Effect } from "effect"
import { StoredValueUnreadable, type StoreUnavailable } from "../../error/store_errors.ts"
import { type Database, sqlState, storeUnavailable } from "./_database.ts"
import { migrations, migrationsTable } from "./migrations.ts"

const tables = [
  migrationsTable,
  ...migrations.flatMap(({ statements }) =>
    statements.flatMap((statement) => /^CREATE TABLE (\w+)/.exec(statement)?.slice(1) ?? [])
  )
]

/** How many rows of a table are looked at: enough to find a part that is gone, few enough to be read at every start. */
const most = 10_000

/** Reads the last rows by the key, for each table that is there: where they lie is known from another file. */
const readLastRows = `
  SELECT string_agg(format('SELECT count(*) FROM (SELECT 1 FROM %s ORDER BY %s LIMIT ${most}) AS last', indrelid::regclass, columns), ' UNION ALL ') AS statement
  FROM (
    SELECT indrelid, string_agg(quote_ident(attname) || ' DESC', ', ' ORDER BY place) AS columns
    FROM pg_index, unnest(indkey::int2[]) WITH ORDINALITY AS key (attribute, place), pg_attribute
    WHERE indisprimary AND attrelid = indrelid AND attnum = attribute
      AND indrelid IN (SELECT to_regclass(name) FROM unnest(string_to_array($1, ',')) AS name)
    GROUP BY indrelid
  ) AS keys`

/** Damaged data or indexes, and a file that is not there. */
const isDamage = (state: string | undefined): boolean => state === "58P01" || state?.startsWith("XX") === true

/**
 * Fails with `stored_value_unreadable` when the file of a table has become shorter or is gone: by itself the database
 * would take the table for empty, and an installation without an owner is anybody's.
 */
export const checkTables = (database: Database): Effect.Effect<void, StoredValueUnreadable | StoreUnavailable> => {
  const { client } = database
  const check = Effect.gen(function* () {
    const [row] = yield* client.unsafe<{ statement: string | null }>(readLastRows, [tables.join()]).unprepared
    if (typeof row?.statement !== "string") return
    for (const way of ["seqscan", "bitmapscan", "indexonlyscan", "sort"]) {
      yield* client.unsafe(`SET LOCAL enable_${way} = off`).unprepared
    }
    yield* client.unsafe(row.statement).unprepared
  })
  return database.transaction(check).pipe(
    Effect.mapError((error) => {
      const state = sqlState(error)
      if (!isDamage(state)) return storeUnavailable(error)
      return new StoredValueUnreadable({ message: `A file of the database is damaged (${state}).` })
    })
  )
}
