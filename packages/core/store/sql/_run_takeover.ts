import { Clock, Effect } from "effect"
import type { FlowglassError } from "../../error/define_error.ts"
import type { StoredValueUnreadable, StoreUnavailable } from "../../error/store_errors.ts"
import type { ReopenedRun } from "../run_store.ts"
import type { Database } from "./_database.ts"
import { SqlRun, type SqlRunKeeper } from "./_sql_run.ts"
import type { StoredRuns } from "./_stored_runs.ts"
import { isSealedElsewhere } from "./sealer.ts"

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

/** How long a run is left alone whose secrets cannot be read here, in milliseconds. */
const putOff = 600_000

const putOffStatement = "UPDATE runs SET owner = NULL, wake_at = $3 WHERE id = $1 AND owner = $2"

const giveUpStatement = `UPDATE runs SET status = 'failed', error_code = $3, error_message = $4, finished_at = $5,
  elapsed = greatest(0, $5 - created_at) WHERE id = $1 AND owner = $2 AND finished_at IS NULL`

const needsAnotherKey = (error: StoredValueUnreadable | StoreUnavailable): error is StoredValueUnreadable =>
  error.code === "stored_value_unreadable" && isSealedElsewhere(error)

/** Takes over runs that nobody works on, for the process that owns the runs. */
export class RunTakeover {
  /** Runs that were taken over for this process, which does not work on them: reading them failed. */
  readonly stranded = new Set<string>()
  readonly #database: Database
  readonly #owner: string
  readonly #keeper: SqlRunKeeper
  readonly #stored: StoredRuns

  constructor(database: Database, owner: string, keeper: SqlRunKeeper, stored: StoredRuns) {
    this.#database = database
    this.#owner = owner
    this.#keeper = keeper
    this.#stored = stored
  }

  readonly reopen = Effect.fn("RunStore.reopen")(
    { self: this },
    function* (
      this: RunTakeover,
      runId: string
    ): Effect.fn.Return<ReopenedRun | undefined, StoredValueUnreadable | StoreUnavailable> {
      const { kept, unsaved } = this.#keeper
      const known = kept.get(runId)
      // It has ended here, and that is on its way to the disk: an order that came late finds nothing to do.
      if (unsaved.has(runId)) return undefined
      if (known instanceof SqlRun) {
        // Whoever goes on with it has to know all that it has written.
        const isKnown = known.durableSeq === known.seq && known.facts().at(-1)?.kind !== "run_finished"
        return isKnown ? { run: known, writer: known, crashes: 0 } : undefined
      }
      const parameters = [runId, this.#owner]
      const row = yield* this.#database.first<{ epoch: number; crashes: number }>(reopenStatement, parameters)
      this.stranded.delete(runId)
      if (row === undefined) return undefined
      this.stranded.add(runId)
      const loading = this.#stored.load(runId)
      const stored = yield* Effect.catchIf(loading, needsAnotherKey, (error) => this.#leaveAlone(runId, error))
      this.stranded.delete(runId)
      if (stored === undefined) return undefined
      const run = new SqlRun(stored.accepted, stored.graph, this.#keeper, stored.facts(), row.epoch)
      kept.add(run)
      return { run, writer: run, crashes: row.crashes }
    }
  )

  /** Another SECRET_KEY may come with the next start: until then the run rests. */
  readonly #leaveAlone = Effect.fnUntraced(
    { self: this },
    function* (this: RunTakeover, runId: string, error: StoredValueUnreadable) {
      yield* Effect.logWarning(`Run ${runId} cannot go on with this SECRET_KEY`, error)
      const until = (yield* Clock.currentTimeMillis) + putOff
      yield* this.#database.query(putOffStatement, [runId, this.#owner, until])
      return undefined
    }
  )

  readonly letGo = (runId: string): Effect.Effect<void> =>
    Effect.sync(() => {
      const run = this.#keeper.kept.get(runId)
      if (run !== undefined) this.#keeper.kept.delete(run)
      this.stranded.add(runId)
    })

  readonly giveUp = Effect.fn("RunStore.giveUp")(
    { self: this },
    function* (this: RunTakeover, runId: string, { code, message }: FlowglassError) {
      const now = yield* Clock.currentTimeMillis
      yield* this.#database.query(giveUpStatement, [runId, this.#owner, code, message, now])
      this.stranded.delete(runId)
    }
  )
}
