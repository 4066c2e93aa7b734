import { Clock, Effect, type Scope } from "effect"
import type { SqlError } from "effect/sql/SqlError"
import { RunTakenOver, StoreUnavailable } from "../../error/store_errors.ts"
import { uuidV7 } from "../../run/run_id.ts"
import { KeptRuns } from "../_kept_runs.ts"
import { isRunOf, summaryOf } from "../_run_page.ts"
import type { DurabilityMode } from "../durability.ts"
import type { RunFilter, RunStore, StoredRun } from "../run_store.ts"
import { runSummary } from "../run_summary.ts"
import type { Database } from "./_database.ts"
import { cutBlobs } from "./_fact_blobs.ts"
import { followRuns } from "./_followed_runs.ts"
import { listen, notify } from "./_notifier.ts"
import { contend, ownAlone } from "./_ownership.ts"
import { pruneRuns, removeRunsOf } from "./_remove_runs.ts"
import { RunOrders } from "./_run_orders.ts"
import { runRequests } from "./_run_requests.ts"
import { RunTakeover } from "./_run_takeover.ts"
import { RunWriter } from "./_run_writer.ts"
import { SqlRun, type SqlRunKeeper } from "./_sql_run.ts"
import { acceptedText } from "./_stored_fact.ts"
import { storedGraphOf } from "./_stored_graph.ts"
import { StoredRuns } from "./_stored_runs.ts"
import { readPage, readSummary } from "./_summary_rows.ts"
import type { Sealer } from "./sealer.ts"

/** Runs of this process that stay in memory, working ones included. */
const keptLimits = { capacity: 1000, maximumBytes: 128 * 1024 * 1024 }

/** The most runs that a list without a limit has. */
const longestList = 1000

const listStatement = `SELECT id FROM runs WHERE ($1::text IS NULL OR tenant_id = $1) AND ($2::text IS NULL OR app_id = $2)
  ORDER BY ordinal DESC LIMIT $3`

/** How long a store that is closed waits for the database to take what is left, in milliseconds. */
const farewell = 3000

const releaseStatement = "UPDATE runs SET owner = NULL WHERE owner = $1 AND finished_at IS NULL"

/** What a store of runs is made of. */
export interface SqlRunStoreOptions {
  readonly database: Database
  /** The same database by a connection of its own; undefined where no other process can open it. */
  readonly session: Effect.Effect<Database, SqlError, Scope.Scope> | undefined
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
  const followed = yield* followRuns(database)
  const refresh = (): void => followed.refresh()
  // Where others write as well, they tell: this process hears itself too.
  const writer = new RunWriter(database, { owner, isShared, onWritten: isShared ? () => undefined : refresh })
  const kept = new KeptRuns(keptLimits)
  const unsaved = new Map<string, SqlRun>()
  const keeper: SqlRunKeeper = { mode, writer, kept, followed, unsaved }
  const stored = new StoredRuns(database, sealer, followed)
  const { loaded } = stored
  const takeover = new RunTakeover(database, owner, keeper, stored)
  const { stranded } = takeover
  const working = (): ReadonlyArray<string> =>
    kept.all().flatMap((run) => (run.facts().at(-1)?.kind === "run_finished" ? [] : [run.accepted.runId]))
  const onTaken = (runId: string, epoch: number): void => void lose(kept.get(runId), epoch)
  const orders = new RunOrders(database, { owner, stranded, working, onTaken })
  const ownership =
    session === undefined ? yield* ownAlone(database, owner) : yield* contend(session, owner, () => orders.look())
  if (session !== undefined) yield* listen(session, (topic) => (topic === "facts" ? refresh() : orders.look()))
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
    return known ?? (yield* stored.load(runId))
  })

  return {
    open: Effect.fn("RunStore.open")(function* (given, graph) {
      const accepted = { ...given, seq: 1, epoch: 1, version: 1 } as const
      const run = new SqlRun(accepted, graph, keeper)
      const row = {
        summary: runSummary(accepted, graph),
        epoch: accepted.epoch,
        graph: storedGraphOf(graph),
        ...cutBlobs(acceptedText(accepted, graph.secretNames, sealer))
      }
      yield* Effect.catchTag(writer.accept(run, row), "run_taken_over", ({ message }) =>
        Effect.fail(new StoreUnavailable({ message }))
      )
      if (run.isHandedOver) return undefined
      kept.add(run)
      return run
    }),
    find,
    reopen: takeover.reopen,
    letGo: takeover.letGo,
    giveUp: takeover.giveUp,
    isOwner: ownership.isOwner,
    ...runRequests(database, tell),
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
