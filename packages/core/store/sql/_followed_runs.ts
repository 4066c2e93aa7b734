import { Clock, Effect, Queue, Result, type Scope } from "effect"
import type { FlowglassError } from "../../error/define_error.ts"
import { RunTakenOver, StoredValueUnreadable } from "../../error/store_errors.ts"
import { endingFacts } from "../../run/ending_facts.ts"
import type { Fact, RunAccepted } from "../../run/fact.ts"
import { Column, type Database } from "./_database.ts"
import { joinBlobs } from "./_fact_blobs.ts"
import { readFact } from "./_stored_fact.ts"

/** A run that another process writes, as far as it was read here. */
export interface ReadRun {
  readonly accepted: RunAccepted
  readonly facts: () => ReadonlyArray<Fact>
  /** Takes the fact behind those that are here. */
  readonly show: (fact: Fact) => void
}

/** How long a database that does not answer is left alone, in milliseconds. */
const rest = 1000

/** How often is looked without having been told, in milliseconds: what was told may have got lost. */
const interval = 2000

const statement = `SELECT f.id, runs.id IS NULL AS "isGone", runs.finished_at IS NOT NULL AS "isOver", body
  FROM unnest($1::text[], $2::int[]) AS f (id, after) LEFT JOIN runs ON runs.id = f.id
  LEFT JOIN run_facts ON run_facts.run_id = f.id AND run_facts.seq > f.after ORDER BY f.id, seq`

type Found = {
  readonly id: string
  readonly isGone: boolean
  readonly isOver: boolean
  readonly body: Uint8Array | null
}

const hasEnded = (run: ReadRun): boolean => run.facts().at(-1)?.kind === "run_finished"

const show = (run: ReadRun, fact: Fact): void => {
  if (fact.seq === run.facts().length + 1 && !hasEnded(run)) run.show(fact)
}

const removed = (): RunTakenOver => new RunTakenOver({ message: "The run was removed while it was followed." })

const unreadable = (): StoredValueUnreadable =>
  new StoredValueUnreadable({ message: "A stored run is damaged: it has ended without saying how." })

/** The runs of other processes that somebody here watches: their new facts are read whenever there are some. */
export class FollowedRuns {
  readonly #database: Database
  readonly #watched = new Map<string, Set<ReadRun>>()
  readonly #wanted = Effect.runSync(Queue.sliding<void>(1))

  constructor(database: Database) {
    this.#database = database
  }

  /** Reads a run on from where it is, until `leave`. */
  watch(run: ReadRun): void {
    const { runId } = run.accepted
    const same = this.#watched.get(runId) ?? new Set()
    this.#watched.set(runId, same.add(run))
    this.refresh()
  }

  leave(run: ReadRun): void {
    const { runId } = run.accepted
    const same = this.#watched.get(runId)
    if (same?.delete(run) === true && same.size === 0) this.#watched.delete(runId)
  }

  /** Reads as soon as possible. */
  refresh(): void {
    if (this.#watched.size > 0) Queue.offerUnsafe(this.#wanted, undefined)
  }

  /** Reads for ever; run it in one fiber. */
  get work(): Effect.Effect<never> {
    const told = Effect.suspend(() => {
      const take = Queue.take(this.#wanted)
      return this.#watched.size === 0 ? take : Effect.race(take, Effect.sleep(interval))
    })
    const refresh = Effect.sync(() => this.refresh())
    const again = Effect.andThen(Effect.sleep(rest), refresh)
    const read = Effect.catch(this.#read, (error) =>
      Effect.andThen(Effect.logWarning("Facts of another process cannot be read", error), again)
    )
    return Effect.forever(Effect.andThen(told, read))
  }

  readonly #read = Effect.gen({ self: this }, function* () {
    const runs = [...this.#watched].map(([id, same]) => {
      const known = Array.from(same, (run) => run.facts().length)
      return { id, after: Math.min(...known), asking: [...same] }
    })
    if (runs.length === 0) return
    const asking = new Map(runs.map((run) => [run.id, run.asking]))
    // Who has come since may need what was not asked for: the next look is theirs.
    const all = (id: string): ReadonlyArray<ReadRun> =>
      (asking.get(id) ?? []).filter((run) => this.#watched.get(id)?.has(run) === true)
    const rows = yield* this.#database.query<Found>(statement, [
      new Column(
        "text",
        runs.map(({ id }) => id)
      ),
      new Column(
        "int4",
        runs.map(({ after }) => after)
      )
    ])
    const found = rows.flatMap(({ id, body }) => (body === null ? [] : [{ id, body }]))
    const bodies = yield* joinBlobs(
      this.#database,
      found.map(({ body }) => body)
    )
    const at = yield* Clock.currentTimeMillis
    for (const [index, { id }] of found.entries()) {
      const body = bodies[index]
      if (body === undefined) continue
      const fact = Result.flatMap(body, readFact)
      for (const run of all(id)) {
        if (Result.isSuccess(fact)) show(run, fact.success)
        else this.#end(run, fact.failure, at)
      }
    }
    for (const { id, isGone, isOver } of rows) {
      if (isGone || isOver) for (const run of all(id)) this.#end(run, isGone ? removed() : unreadable(), at)
    }
  })

  /** Nothing more can be read of a run: those who watch it are told why. One that has told its end has ended well. */
  #end(run: ReadRun, why: FlowglassError, at: number): void {
    for (const fact of endingFacts(run.accepted, run.facts(), why, at)) {
      show(run, Object.assign(fact, { seq: run.facts().length + 1, epoch: run.facts().at(-1)?.epoch ?? 0 }))
    }
    this.leave(run)
  }
}

/** The runs of other processes, read by a fiber of the scope. */
export const followRuns = Effect.fnUntraced(function* (
  database: Database
): Effect.fn.Return<FollowedRuns, never, Scope.Scope> {
  const followed = new FollowedRuns(database)
  yield* Effect.forkScoped(followed.work)
  return followed
})
