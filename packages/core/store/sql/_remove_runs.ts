import { Effect } from "effect"
import type { StoreUnavailable } from "../../error/store_errors.ts"
import type { AppAddress } from "../workflow_store.ts"
import { Column, type Database, isPassing, storeUnavailable, untilBack } from "./_database.ts"

/** How many runs are removed in one statement: others wait for no longer than that. */
const most = 200

const statementFor = (old: string): string => `WITH old AS (
    ${old}
  ), gone AS (
    DELETE FROM runs USING old WHERE runs.id = old.id RETURNING runs.id, graph_hash
  ), facts AS (
    DELETE FROM run_facts USING gone WHERE run_id = gone.id
  ), answers AS (
    DELETE FROM run_answers USING gone WHERE run_id = gone.id
  ), refs AS (
    DELETE FROM run_blobs USING gone WHERE run_id = gone.id RETURNING hash
  )
  SELECT id, graph_hash AS hash, false AS "isBlob" FROM gone UNION ALL SELECT NULL, hash, true FROM refs`

const pruneStatement = statementFor(
  "SELECT id FROM runs WHERE finished_at < $1 ORDER BY finished_at LIMIT $2 FOR UPDATE SKIP LOCKED"
)

const removeAppStatement = statementFor("SELECT id FROM runs WHERE tenant_id = $1 AND app_id = $2 LIMIT $3 FOR UPDATE")

type Gone = { readonly id: string | null; readonly hash: string; readonly isBlob: boolean }

/**
 * Removes graphs and blobs that no run has any more. Writers are kept out for that moment: what they have begun is done
 * before, and what they begin finds nothing to be there that is gone in the end.
 */
const sweep = (database: Database, graphs: Column, blobs: Column) =>
  database.transaction(
    Effect.gen(function* () {
      yield* database.attempt("LOCK TABLE graphs, blobs IN EXCLUSIVE MODE")
      yield* database.attempt(
        "DELETE FROM graphs WHERE hash = ANY ($1::text[]) AND NOT EXISTS (SELECT FROM runs WHERE graph_hash = hash)",
        [graphs]
      )
      yield* database.attempt(
        `DELETE FROM blobs WHERE hash = ANY ($1::text[])
          AND NOT EXISTS (SELECT FROM run_blobs WHERE run_blobs.hash = blobs.hash)`,
        [blobs]
      )
    })
  )

const remove = Effect.fnUntraced(function* (
  database: Database,
  statement: string,
  parameters: ReadonlyArray<string | number>
): Effect.fn.Return<ReadonlyArray<string>, StoreUnavailable> {
  const gone = yield* database.query<Gone>(statement, parameters)
  const hashes = (isBlob: boolean) =>
    new Column("text", [...new Set(gone.filter((row) => row.isBlob === isBlob).map(({ hash }) => hash))])
  if (gone.length > 0) {
    yield* sweep(database, hashes(false), hashes(true)).pipe(
      Effect.retry({ ...untilBack, while: isPassing }),
      Effect.mapError(storeUnavailable)
    )
  }
  return gone.flatMap(({ id }) => id ?? [])
})

/** Removes the oldest runs that ended before a moment, and what only they had; returns their ids, none when none is left. */
export const pruneRuns = (database: Database, finishedBefore: number, limit: number) =>
  remove(database, pruneStatement, [finishedBefore, Math.min(limit, most)])

const anyLeft = "SELECT id FROM runs WHERE tenant_id = $1 AND app_id = $2 LIMIT 1"

/** Removes the runs of an app that is gone, and what only they had. */
export const removeRunsOf = Effect.fnUntraced(function* (database: Database, { tenantId, appId }: AppAddress) {
  // Of those that it waited for, a statement may find none: others have removed them.
  while ((yield* database.first(anyLeft, [tenantId, appId])) !== undefined) {
    const gone = yield* remove(database, removeAppStatement, [tenantId, appId, most])
    // Facts that went in while the first statement waited for their writer; none can follow.
    yield* database.query("DELETE FROM run_facts WHERE run_id = ANY ($1::text[])", [new Column("text", gone)])
  }
})
