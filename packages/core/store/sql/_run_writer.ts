import { Effect } from "effect"
import type { SqlError } from "effect/sql/SqlError"
import { RunTakenOver, type StoreUnavailable, ValueNotStorable } from "../../error/store_errors.ts"
import type { Fact } from "../../run/fact.ts"
import type { StoreRefusal } from "../durability.ts"
import { Column, type Database, isPassing, sqlState } from "./_database.ts"
import { type EncodedItem, encodeItem, sizeOf } from "./_encoded_item.ts"
import { writeBlobs } from "./_fact_blobs.ts"
import type { SqlRun } from "./_sql_run.ts"
import { late, WriteBacklog, type WriteItem } from "./_write_backlog.ts"
import { type AcceptedRow, type BatchWriter, type OwnedRun, writeBatch } from "./_write_batch.ts"

/** How much goes into one statement at most. */
const mostItems = 2000
const mostBytes = 8 * 1024 * 1024

/** The longest rest between two attempts while the database is away, in milliseconds. */
const longestRest = 2000

/**
 * The database refuses these values, now and later: they are of a wrong form or too large for it (classes 22, 23 and 54;
 * XX is what it says of too large an allocation), or for the client, which has no code. Everything else is about the
 * database, and may be over at any time: then nothing is lost.
 */
const isRefusal = (error: SqlError): boolean =>
  !isPassing(error) && /^(22|23|54|XX|$)/.test(sqlState(error) ?? "") && error.reason._tag !== "AuthenticationError"

const forgetStatement = `WITH gone AS (
    DELETE FROM runs WHERE id = ANY ($1::text[]) AND epoch = 1 AND finished_at IS NULL AND (owner IS NULL OR owner = $2)
    RETURNING id
  )
  DELETE FROM run_facts USING gone WHERE run_id = gone.id`

const notStorable = (error: SqlError): ValueNotStorable =>
  new ValueNotStorable({
    message: `The database refuses what the run wants to keep (${sqlState(error) ?? "no code"}).`
  })

/**
 * Writes runs behind their backs: what came while a statement was on its way goes into the next one. While the database
 * is away nothing is lost, and whoever waits is told after a while.
 */
export class RunWriter {
  readonly #database: Database
  readonly #writer: BatchWriter
  readonly #backlog = new WriteBacklog()
  /** Runs that nobody waits for any more, although they may be accepted by now. */
  readonly #abandoned = new Set<string>()

  constructor(database: Database, writer: BatchWriter) {
    this.#database = database
    this.#writer = writer
  }

  /** Hands over a fact of a run that this process works on. */
  addFact(run: SqlRun, fact: Fact): void {
    if (run.refusal === undefined) this.#backlog.add({ run, fact })
  }

  /** Whether so much waits that a run should not add to it; when that is over it is told to go on. */
  mustWait(run: SqlRun): boolean {
    return this.#backlog.mustWait(run)
  }

  /** Accepts a run; returns once that is durable. */
  accept(run: SqlRun, accepted: AcceptedRow): Effect.Effect<void, StoreRefusal> {
    return Effect.suspend(() => {
      this.#backlog.add({ run, accepted })
      return Effect.onExit(this.flushedRun(run), (exit) =>
        Effect.sync(() => {
          if (exit._tag === "Success") return
          // Nobody waits for the run any more: it must not begin later.
          run.refuse(late())
          this.#abandoned.add(run.accepted.runId)
          this.#backlog.rouse()
        })
      )
    })
  }

  /** Returns once everything handed over so far is durable, as far as the database takes it. */
  flushed(): Effect.Effect<void, StoreUnavailable> {
    return this.#backlog.flushed()
  }

  /** Returns once everything handed over so far is durable; fails with why the database takes no more of this run. */
  flushedRun(run: SqlRun): Effect.Effect<void, StoreRefusal> {
    return Effect.andThen(
      this.flushed(),
      Effect.suspend(() => (run.refusal === undefined ? Effect.void : Effect.fail(run.refusal)))
    )
  }

  /** Writes for ever; run it in one fiber. */
  readonly work: Effect.Effect<never> = Effect.forever(
    Effect.suspend(() => {
      if (this.#abandoned.size > 0) return this.#forget
      if (this.#backlog.isEmpty) return this.#backlog.rest
      const { items, written } = this.#backlog.take()
      return Effect.andThen(
        this.#writeAll(items),
        Effect.sync(() => {
          written()
          this.#writer.onWritten()
        })
      )
    })
  )

  /** Removes runs whose acceptance may have come through after all. What another process has begun goes on there. */
  readonly #forget: Effect.Effect<void> = Effect.suspend(() => {
    const ids = [...this.#abandoned]
    const done = Effect.sync(() => {
      for (const id of ids) this.#abandoned.delete(id)
    })
    return Effect.matchEffect(this.#database.attempt(forgetStatement, [new Column("text", ids), this.#writer.owner]), {
      onSuccess: () => done,
      onFailure: (error) =>
        isPassing(error)
          ? Effect.sleep(longestRest / 10)
          : Effect.andThen(Effect.logWarning("Runs that were not accepted cannot be removed", error), done)
    })
  })

  /** In statements of bounded size. */
  readonly #writeAll = Effect.fnUntraced(function* (this: RunWriter, items: ReadonlyArray<WriteItem>) {
    let batch: Array<EncodedItem> = []
    let bytes = 0
    for (const item of items) {
      const encoded = encodeItem(item)
      if (encoded === undefined) continue
      batch.push(encoded)
      bytes += sizeOf(encoded)
      if (batch.length < mostItems && bytes < mostBytes) continue
      yield* this.#write(batch)
      batch = []
      bytes = 0
    }
    if (batch.length > 0) yield* this.#write(batch)
  }).bind(this)

  #write(items: ReadonlyArray<EncodedItem>, rest = 50): Effect.Effect<void> {
    // Runs may have been given up since: then nothing more of them is written.
    const kept = items.filter(({ run }) => run.refusal === undefined)
    if (kept.length === 0) return Effect.void
    const batch = {
      accepted: kept.flatMap(({ accepted }) => accepted ?? []),
      facts: kept.flatMap(({ fact }) => fact ?? [])
    }
    const blobs = kept.flatMap(({ run, fact, accepted }) =>
      ((fact ?? accepted)?.blobs ?? []).map((blob) => ({ ...blob, runId: run.accepted.runId }))
    )
    const facts = writeBatch(this.#database, batch, this.#writer)
    return Effect.matchEffect(blobs.length === 0 ? facts : Effect.andThen(writeBlobs(this.#database, blobs), facts), {
      onSuccess: (owned) => Effect.sync(() => this.#settle(kept, owned)),
      onFailure: (error) => {
        if (isRefusal(error)) return this.#refuse(kept, error)
        const again = Effect.suspend(() => this.#write(kept, Math.min(rest * 2, longestRest)))
        return Effect.andThen(Effect.sleep(rest), again)
      }
    })
  }

  /** Halves the batch until what the database refuses stands alone: only its run is given up. */
  #refuse(items: ReadonlyArray<EncodedItem>, error: SqlError): Effect.Effect<void> {
    const [first] = items
    if (first !== undefined && items.length === 1) return Effect.sync(() => first.run.refuse(notStorable(error)))
    const half = Math.ceil(items.length / 2)
    return Effect.andThen(
      this.#write(items.slice(0, half)),
      Effect.suspend(() => this.#write(items.slice(half)))
    )
  }

  #settle(items: ReadonlyArray<EncodedItem>, owned: ReadonlyArray<OwnedRun>): void {
    const runs = new Map(owned.map((run) => [run.id, run]))
    const positions = new Map<SqlRun, number>()
    for (const { run, accepted, fact } of items) {
      const row = runs.get(run.accepted.runId)
      if (row !== undefined && accepted !== undefined && !row.mine) run.handOver()
      else if (row?.mine !== true || row.epoch !== run.epoch) {
        run.refuse(new RunTakenOver({ message: "The run was removed, or another process has taken it over." }))
      } else {
        positions.set(run, fact?.seq ?? 1)
        if (fact?.kind === "run_finished") run.saved()
      }
    }
    for (const [run, seq] of positions) run.settle(seq)
  }
}
