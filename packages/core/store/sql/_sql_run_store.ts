import { Clock, Effect, type Scope } from "effect"
import { RunTakenOver, type StoredValueUnreadable, StoreUnavailable } from "../../error/store_errors.ts"
import { uuidV7 } from "../../run/run_id.ts"
import { KeptRuns } from "../_kept_runs.ts"
import { isRunOf, summaryOf } from "../_run_page.ts"
import type { DurabilityMode } from "../durability.ts"
import type { RunFilter, RunStore, StoredRun } from "../run_store.ts"
import { runSummary } from "../run_summary.ts"
import { Column, type Database } from "./_database.ts"
import { cutBlobs, joinBlobs } from "./_fact_blobs.ts"
import { followRuns } from "./_followed_runs.ts"
import { LoadedRuns } from "./_loaded_runs.ts"
import { listen, notify } from "./_notifier.ts"
import { contend, ownAlone } from "./_ownership.ts"
import { pruneRuns, removeRunsOf } from "./_remove_runs.ts"
import { RunOrders } from "./_run_orders.ts"
import { RunWriter } from "./_run_writer.ts"
import { SqlRun, type SqlRunKeeper } from "./_sql_run.ts"
import { answerBody } from "./_stored_answer.ts"
import { acceptedText, readFacts } from "./_stored_fact.ts"
import { ReadGraphs, storedGraphOf } from "./_stored_graph.ts"
import { readPage, readSummary } from "./_summary_rows.ts"
import { isSealedElsewhere, type Sealer } from "./sealer.ts"

/** Runs of this process that stay in memory, working ones included. */
const keptLimits = { capacity: 1000, maximumBytes: 128 * 1024 * 1024 }

/** The most runs that a list without a limit has. */
const longestList = 1000

const runStatement = `SELECT graph_hash AS hash, finished_at AS "finishedAt", body FROM runs
  JOIN graphs ON graphs.hash = runs.graph_hash WHERE id = $1`

const listStatement = `SELECT id FROM runs WHERE ($1::text IS NULL OR tenant_id = $1) AND ($2::text IS NULL OR app_id = $2)
  ORDER BY ordinal DESC LIMIT $3`

// Who has finished nothing between two crashes may be what the processes die of.
// Only the owner works on runs: one that has slept for too long and does not know takes nothing from who is.
const reopenStatement = `WITH come AS (
    SELECT coalesce(max(seq), 0) AS seq FROM run_facts WHERE run_id = $1 AND kind = 'node_finished'
  )
  UPDATE runs SET epoch = epoch + 1, owner = $2, crashed_at_seq = come.seq,
    crashes = CASE WHEN owner IS NULL OR owner = $2 OR status = 'paused' THEN crashes
      WHEN crashed_at_seq < come.seq THEN 1 ELSE crashes + 1 END
  FROM come WHERE id = $1 AND finished_at IS NULL AND EXISTS (SELECT FROM ownership WHERE ownership.owner = $2)
  RETURNING epoch, crashes`

/** How long a store that is closed waits for the database to take what is left, in milliseconds. */
const farewell = 3000

/** How long a run is left alone whose secrets cannot be read here, in milliseconds. */
const putOff = 600_000

const putOffStatement = "UPDATE runs SET owner = NULL, wake_at = $3 WHERE id = $1 AND owner = $2"

const giveUpStatement = `UPDATE runs SET status = 'failed', error_code = $3, error_message = $4, finished_at = $5,
  elapsed = greatest(0, $5 - created_at) WHERE id = $1 AND owner = $2 AND finished_at IS NULL`

const answerStatement = `INSERT INTO run_answers (run_id, form_id, body)
  SELECT id, $2, ($3::bytea[])[1] FROM runs WHERE id = $1 AND finished_at IS NULL ON CONFLICT DO NOTHING RETURNING run_id`

const stopStatement = "UPDATE runs SET stop_reason = $2 WHERE id = $1 AND finished_at IS NULL"

const releaseStatement = "UPDATE runs SET owner = NULL WHERE owner = $1 AND finished_at IS NULL"

/** What a store of runs is made of. */
export interface SqlRunStoreOptions {
  readonly database: Database
  /** The same database by a connection of its own; undefined where no other process can open it. */
  readonly session: Effect.Effect<Database, StoreUnavailable, Scope.Scope> | undefined
  readonly sealer: Sealer["Service"]
  readonly mode: DurabilityMode
}

/** Gives up a run that somebody else has taken over; says whether that is so. */
const lose = (run: StoredRun | undefined, epoch: number): boolean => {
  if (!(run instanceof SqlRun) || run.epoch >= epoch) return false
  run.refuse(new RunTakenOver({ message: "Another process has taken the run over." }))
  return true
}

/** Runs in tables. A fiber of the scope writes; closing the scope waits until everything is written. */
export const makeSqlRunStore = Effect.fnUntraced(function* (
  options: SqlRunStoreOptions
): Effect.fn.Return<RunStore["Service"], StoreUnavailable, Scope.Scope> {
  const { database, session, sealer, mode } = options
  const owner = uuidV7(yield* Clock.currentTimeMillis)
  const isShared = session !== undefined
  const { follow, refresh } = yield* followRuns(database)
  // Where others write as well, they tell: this process hears itself too.
  const writer = new RunWriter(database, { owner, isShared, onWritten: isShared ? () => undefined : refresh })
  const kept = new KeptRuns(keptLimits)
  const unsaved = new Map<string, SqlRun>()
  const keeper: SqlRunKeeper = { mode, writer, kept, unsaved }
  const loaded = new LoadedRuns()
  const graphs = new ReadGraphs()
  /** Runs that were taken over for this process, which does not work on them: reading them failed. */
  const stranded = new Set<string>()
  const orders = new RunOrders(database, { owner, stranded, onTaken: (runId, epoch) => lose(kept.get(runId), epoch) })
  const ownership =
    session === undefined
      ? yield* ownAlone(database, owner)
      : yield* contend(yield* session, owner, () => orders.look())
  if (session !== undefined) yield* listen(yield* session, (topic) => (topic === "facts" ? refresh() : orders.look()))
  yield* Effect.forkScoped(writer.work)
  yield* Effect.forkScoped(orders.work(ownership))
  // Runs that are left are for the next process; it is no crash that they have no owner.
  const release = Effect.andThen(writer.flushed(), database.query(releaseStatement, [owner]))
  yield* Effect.addFinalizer(() => Effect.ignore(Effect.timeout(release, farewell)))

  /** Makes whoever owns the runs look for what there is to do. */
  const tell = Effect.suspend(() => {
    orders.look()
    return isShared ? notify(database, "runs") : Effect.void
  })
  /** Another SECRET_KEY may come with the next start: until then the run rests. */
  const leaveAlone = Effect.fnUntraced(function* (runId: string, error: StoredValueUnreadable) {
    yield* Effect.logWarning(`Run ${runId} cannot go on with this SECRET_KEY`, error)
    yield* database.query(putOffStatement, [runId, owner, (yield* Clock.currentTimeMillis) + putOff])
    return undefined
  })

  const load = Effect.fnUntraced(function* (runId: string) {
    const row = yield* database.first<{ hash: string; finishedAt: number | null; body: Uint8Array }>(runStatement, [
      runId
    ])
    if (row === undefined) return undefined
    const graph = yield* Effect.fromResult(graphs.read(row.hash, row.body))
    const rows = yield* database.query<{ body: Uint8Array }>(
      "SELECT body FROM run_facts WHERE run_id = $1 ORDER BY seq",
      [runId]
    )
    const bodies: Array<Uint8Array> = []
    for (const body of yield* joinBlobs(
      database,
      rows.map(({ body }) => body)
    ))
      bodies.push(yield* Effect.fromResult(body))
    const { accepted, facts } = yield* Effect.fromResult(readFacts(bodies, sealer))
    const run: StoredRun = { accepted, graph, facts: () => facts, subscribe: () => () => undefined }
    if (row.finishedAt === null) return follow(run)
    loaded.add(
      run,
      bodies.reduce((sum, body) => sum + body.length, 0)
    )
    return run
  })
  /** A run that this process works on; one that somebody else has by now is given up here. */
  const own = Effect.fnUntraced(function* (runId: string) {
    const known = kept.get(runId) ?? unsaved.get(runId)
    if (known === undefined || ownership.isOwner()) return known
    const row = yield* database.first<{ epoch: number }>("SELECT epoch FROM runs WHERE id = $1", [runId])
    return row !== undefined && lose(known, row.epoch) ? undefined : known
  })
  const forget = (runId: string): void => {
    const run = kept.get(runId)
    if (run !== undefined) kept.delete(run)
    loaded.delete(runId)
  }
  const find = Effect.fnUntraced(function* (runId: string) {
    const known = (yield* own(runId)) ?? loaded.get(runId)
    return known ?? (yield* load(runId))
  })

  return {
    open: Effect.fn("RunStore.open")(function* (given, graph) {
      const accepted = { ...given, seq: 1, epoch: 1, version: 1 } as const
      const run = new SqlRun(accepted, graph, keeper)
      yield* writer
        .accept(run, {
          summary: runSummary(accepted, graph),
          epoch: accepted.epoch,
          graph: storedGraphOf(graph),
          ...cutBlobs(acceptedText(accepted, graph.secretNames, sealer))
        })
        .pipe(Effect.catchTag("run_taken_over", ({ message }) => Effect.fail(new StoreUnavailable({ message }))))
      if (run.isHandedOver) return undefined
      kept.add(run)
      return run
    }),
    find,
    reopen: Effect.fn("RunStore.reopen")(function* (runId) {
      const known = kept.get(runId)
      // It has ended here, and that is on its way to the disk: an order that came late finds nothing to do.
      if (unsaved.has(runId)) return undefined
      if (known instanceof SqlRun) {
        return known.facts().at(-1)?.kind === "run_finished" ? undefined : { run: known, writer: known, crashes: 0 }
      }
      const row = yield* database.first<{ epoch: number; crashes: number }>(reopenStatement, [runId, owner])
      stranded.delete(runId)
      if (row === undefined) return undefined
      stranded.add(runId)
      const stored = yield* Effect.catchIf(
        load(runId),
        (error): error is StoredValueUnreadable => error.code === "stored_value_unreadable" && isSealedElsewhere(error),
        (error) => leaveAlone(runId, error)
      )
      stranded.delete(runId)
      if (stored === undefined) return undefined
      const run = new SqlRun(stored.accepted, stored.graph, keeper, stored.facts(), row.epoch)
      kept.add(run)
      return { run, writer: run, crashes: row.crashes }
    }),
    letGo: (runId) =>
      Effect.sync(() => {
        const run = kept.get(runId)
        if (run !== undefined) kept.delete(run)
        stranded.add(runId)
      }),
    isOwner: ownership.isOwner,
    requestAnswer: Effect.fn("RunStore.requestAnswer")(function* (runId, formId, answer) {
      const rows = yield* database.query(answerStatement, [runId, formId, new Column("bytea", [answerBody(answer)])])
      yield* tell
      return rows.length > 0
    }),
    settleAnswer: (runId, formId) =>
      Effect.asVoid(database.query("DELETE FROM run_answers WHERE run_id = $1 AND form_id = $2", [runId, formId])),
    giveUp: Effect.fn("RunStore.giveUp")(function* (runId, { code, message }) {
      yield* database.query(giveUpStatement, [runId, owner, code, message, yield* Clock.currentTimeMillis])
      stranded.delete(runId)
    }),
    requestStop: Effect.fn("RunStore.requestStop")(function* (runId, reason) {
      yield* database.query(stopStatement, [runId, reason])
      yield* tell
    }),
    orders: orders.stream,
    list: Effect.fn("RunStore.list")(function* ({ tenantId, appId, limit }: RunFilter = {}) {
      const rows = yield* database.query<{ id: string }>(listStatement, [
        tenantId ?? null,
        appId ?? null,
        limit ?? longestList
      ])
      const runs: Array<StoredRun> = []
      for (const { id } of rows) {
        const run = yield* find(id)
        if (run !== undefined) runs.push(run)
      }
      return runs
    }),
    summary: Effect.fnUntraced(function* (app, runId) {
      const known = yield* own(runId)
      if (known === undefined) return yield* readSummary(database, app, runId)
      return isRunOf(app, known) ? summaryOf(known) : undefined
    }),
    // Who just saw a run end finds it ended in the list too.
    page: (filter) => Effect.andThen(writer.flushed(), readPage(database, filter)),
    prune: Effect.fn("RunStore.prune")(function* ({ finishedBefore, limit = Number.MAX_SAFE_INTEGER }) {
      let count = 0
      while (count < limit) {
        const gone = yield* pruneRuns(database, finishedBefore, limit - count)
        if (gone.length === 0) return count
        count += gone.length
        for (const id of gone) forget(id)
      }
      return count
    }),
    removeApp: Effect.fn("RunStore.removeApp")(function* (app) {
      yield* removeRunsOf(database, app)
      for (const run of kept.all()) if (isRunOf(app, run)) kept.delete(run)
      for (const run of unsaved.values()) if (isRunOf(app, run)) run.saved()
      for (const run of loaded.all()) if (isRunOf(app, run)) loaded.delete(run.accepted.runId)
    })
  }
})
