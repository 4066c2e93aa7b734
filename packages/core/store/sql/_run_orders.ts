import { Clock, Effect, Queue, Stream } from "effect"
import type { RunOrder } from "../run_orders.ts"
import { Column, type Database } from "./_database.ts"
import type { Ownership } from "./_ownership.ts"
import { readAnswer } from "./_stored_answer.ts"

/** How often the owner looks by itself, in milliseconds: for forms that are over, and for what it was not told. */
const interval = 2000

/** How many orders are given at a time. */
const most = 500

const statement = `SELECT id, epoch, owner IS NOT DISTINCT FROM $1 AS mine, stop_reason AS reason, form_id AS "formId", body
  FROM runs LEFT JOIN run_answers ON run_id = id
  WHERE finished_at IS NULL AND (stop_reason IS NOT NULL OR form_id IS NOT NULL OR id = ANY ($3::text[])
    OR (owner IS DISTINCT FROM $1 AND wake_at <= $2))
  ORDER BY ordinal LIMIT ${most}`

const takenStatement = "SELECT id, epoch FROM runs WHERE id = ANY ($1::text[]) AND owner IS DISTINCT FROM $2"

type Taken = { readonly id: string; readonly epoch: number }

type Found = {
  readonly id: string
  readonly epoch: number
  readonly mine: boolean
  readonly reason: string | null
  readonly formId: string | null
  readonly body: Uint8Array | null
}

const orderOf = ({ id: runId, reason, formId, body }: Found): RunOrder => {
  const answer = body === null ? undefined : readAnswer(body)
  if (formId !== null && answer !== undefined) return { kind: "answer", runId, formId, answer }
  return reason === null ? { kind: "continue", runId } : { kind: "stop", runId, reason }
}

/** For whom is looked. */
export interface RunOrdersOptions {
  readonly owner: string
  /** Runs that are this process's, but that it does not work on. */
  readonly stranded: ReadonlySet<string>
  /** Runs that it works on. */
  readonly working: () => ReadonlyArray<string>
  /** Another process has, or had, a run, which it took over with this epoch. */
  readonly onTaken: (runId: string, epoch: number) => void
}

/** Finds what the process that owns the runs has to do because of others, and what one that did not keep them has lost. */
export class RunOrders {
  readonly #database: Database
  readonly #options: RunOrdersOptions
  readonly #orders = Effect.runSync(Queue.unbounded<RunOrder>())
  readonly #wanted = Effect.runSync(Queue.sliding<void>(1))

  constructor(database: Database, options: RunOrdersOptions) {
    this.#database = database
    this.#options = options
  }

  /** To be followed by one consumer. */
  get stream(): Stream.Stream<RunOrder> {
    return Stream.fromQueue(this.#orders)
  }

  /** Looks as soon as possible. */
  look(): void {
    Queue.offerUnsafe(this.#wanted, undefined)
  }

  /** Looks for ever; run it in one fiber. */
  work(ownership: Ownership): Effect.Effect<never> {
    const { owner, stranded, working, onTaken } = this.#options
    const scan = Effect.gen({ self: this }, function* () {
      const now = yield* Clock.currentTimeMillis
      // Those that were given before and are not taken yet would be given twice.
      if ((yield* Queue.size(this.#orders)) > 0) return
      const found = yield* this.#database.query<Found>(statement, [owner, now, new Column("text", [...stranded])])
      for (const { id, epoch, mine } of found) if (!mine) onTaken(id, epoch)
      yield* Queue.offerAll(this.#orders, found.map(orderOf))
    })
    // Who has lost the runs may wait for long before it writes, and find out: until then its runs would be done twice.
    const lose = Effect.gen({ self: this }, function* () {
      const ids = working()
      if (ids.length === 0) return
      const taken = yield* this.#database.query<Taken>(takenStatement, [new Column("text", ids), owner])
      for (const { id, epoch } of taken) onTaken(id, epoch)
    })
    const seek = Effect.suspend(() => (ownership.isOwner() ? scan : lose))
    const wait = Effect.race(Queue.take(this.#wanted), Effect.sleep(interval))
    const look = Effect.catch(seek, (error) => Effect.logWarning("Runs to go on with cannot be looked for", error))
    return Effect.forever(Effect.andThen(look, wait))
  }
}
