import { Effect } from "effect"
import { StoreUnavailable, StoreVersionUnsupported } from "../../error/store_errors.ts"
import { type Database, isPassing, storeUnavailable, untilBack } from "./_database.ts"
import { migrations, migrationsTable } from "./migrations.ts"

/** Any number, always the same: processes that start at the same time take turns. */
const lock = 724_366_001

/**
 * Brings the tables up to date, all steps in one transaction. Fails with `store_version_unsupported` when a newer
 * Flowglass has been here.
 */
export const migrate = (database: Database): Effect.Effect<void, StoreUnavailable | StoreVersionUnsupported> => {
  const { client } = database
  const steps = Effect.gen(function* () {
    yield* client.unsafe("SELECT pg_advisory_xact_lock($1)", [lock])
    yield* client.unsafe(
      `CREATE TABLE IF NOT EXISTS ${migrationsTable} (id int PRIMARY KEY, name text NOT NULL, applied_at timestamptz NOT NULL DEFAULT now())`
    ).unprepared
    const [row] = yield* client.unsafe<{ done: number }>(
      `SELECT coalesce(max(id), 0)::int AS done FROM ${migrationsTable}`
    ).unprepared
    const done = row?.done ?? 0
    if (done > migrations.length) {
      const message = `The database has version ${done}; this Flowglass knows versions up to ${migrations.length}.`
      return yield* new StoreVersionUnsupported({ message })
    }
    for (const [index, { name, statements }] of migrations.entries()) {
      if (index < done) continue
      for (const statement of statements) yield* client.unsafe(statement).unprepared
      yield* client.unsafe(`INSERT INTO ${migrationsTable} (id, name) VALUES ($1, $2)`, [index + 1, name])
    }
  })
  return database.transaction(steps).pipe(
    Effect.retry({ ...untilBack, while: (error) => error._tag === "SqlError" && isPassing(error) }),
    Effect.catchTag("SqlError", (error) => Effect.fail(storeUnavailable(error)))
  )
}
