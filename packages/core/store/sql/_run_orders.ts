import { Clock, Effect, Queue, Stream } from "effect"
import type { RunOrder } from "../run_orders.ts"
import type { Database } from "./_database.ts"
import type { Ownership } from "./_ownership.ts"

/** How often the owner looks by itself, in milliseconds: for forms that are over, and for what it was not told. */
const interval = 2000

/** How many orders are given at a time. */
const most = 500

const statement = `SELECT id, CASE WHEN owner = $1 THEN stop_reason END AS reason FROM runs
  WHERE finished_at IS NULL
    AND ((owner IS DISTINCT FROM $1 AND wake_at <= $2) OR (owner = $1 AND stop_reason IS NOT NULL))
  ORDER BY ordinal LIMIT ${most}`

/** Finds what the process that owns the runs has to do because of others. */
export class RunOrders {
  readonly #database: Database
  readonly #owner: string
  readonly #orders = Effect.runSync(Queue.unbounded<RunOrder>())
  readonly #wanted = Effect.runSync(Queue.sliding<void>(1))

  constructor(database: Database, owner: string) {
    this.#database = database
    this.#owner = owner
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
    const scan = Effect.gen({ self: this }, function* () {
      const now = yield* Clock.currentTimeMillis
      // Those that were given before and are not taken yet would be given twice.
      if (!ownership.isOwner() || (yield* Queue.size(this.#orders)) > 0) return
      const rows = yield* this.#database.query<{ id: string; reason: string | null }>(statement, [this.#owner, now])
      const orders = rows.map(
        ({ id, reason }): RunOrder =>
          reason === null ? { kind: "continue", runId: id } : { kind: "stop", runId: id, reason }
      )
      yield* Queue.offerAll(this.#orders, orders)
    })
    const wait = Effect.race(Queue.take(this.#wanted), Effect.sleep(interval))
    const look = Effect.catch(scan, (error) => Effect.logWarning("Runs to go on with cannot be looked for", error))
    return Effect.forever(Effect.andThen(look, wait))
  }
}
