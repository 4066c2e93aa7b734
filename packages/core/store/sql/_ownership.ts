import { Clock, Deferred, Effect, type Scope } from "effect"
import type { SqlError } from "effect/sql/SqlError"
import type { StoreUnavailable } from "../../error/store_errors.ts"
import { type Database, isPassing, storeUnavailable } from "./_database.ts"

/** Any number, always the same: the lock of the one session whose process works on the runs. */
const lock = 724_366_002

/** How long an owner that shows no sign of life stays the owner, and how often it shows one, in milliseconds. */
const lease = 6000
const beat = 2000

/** How long one waits for the lock of a living session before looking at the lease again, in milliseconds. */
const patience = 1000

/** How long a database that is away is left alone, in milliseconds. */
const rest = 100

/** How long whoever starts waits for a database that lets nobody in, in milliseconds. */
const longest = 15_000

/** Whether this process works on the runs of a database. */
export interface Ownership {
  readonly isOwner: () => boolean
}

/** Takes the place of whoever had it before. */
const takeStatement = `INSERT INTO ownership (id, owner, epoch, lease_until)
  VALUES (1, $1, 1, clock_timestamp() + $2 * interval '1 millisecond')
  ON CONFLICT (id) DO UPDATE SET owner = excluded.owner, epoch = ownership.epoch + 1, lease_until = excluded.lease_until`

/** Shows a sign of life; finds nothing once somebody else has the place, or the session with the lock is gone. */
const renewStatement = `UPDATE ownership SET lease_until = clock_timestamp() + $2 * interval '1 millisecond'
  WHERE id = 1 AND owner = $1 AND EXISTS (SELECT FROM pg_locks
    WHERE locktype = 'advisory' AND pid = pg_backend_pid() AND objid = $3::oid AND granted)
  RETURNING owner`

/** Ends the session of an owner whose lease is over: its process stands still. */
const evictStatement = `SELECT pg_terminate_backend(pid) FROM pg_locks, ownership
  WHERE locktype = 'advisory' AND objid = $1::oid AND granted AND database = (
    SELECT oid FROM pg_database WHERE datname = current_database())
  AND ownership.id = 1 AND ownership.lease_until < clock_timestamp()`

/** A database that no other process can open: its runs are ours. */
export const ownAlone = (database: Database, owner: string): Effect.Effect<Ownership, StoreUnavailable> =>
  Effect.as(database.query(takeStatement, [owner, lease]), { isOwner: () => true })

/**
 * Contends for a database with other processes, as long as the scope is open. The place is free as soon as the session
 * of the one who has it is gone, or when its lease is over; both are measured by the database. `connect` makes a
 * connection that nobody else uses, because the lock belongs to it. Returns once it is known whether the place was free;
 * fails with `store_unavailable` when the database lets nobody in for so long that this cannot be known.
 */
export const contend = Effect.fnUntraced(function* (
  connect: Effect.Effect<Database, SqlError, Scope.Scope>,
  owner: string,
  onChange: () => void
): Effect.fn.Return<Ownership, StoreUnavailable, Scope.Scope> {
  const began = yield* Clock.currentTimeMillis
  let isOwner = false
  const become = (next: boolean): void => {
    if (isOwner === next) return
    isOwner = next
    onChange()
  }
  const lose = Effect.sync(() => become(false))
  const known = yield* Deferred.make<void, StoreUnavailable>()
  const waitForLock = Effect.fnUntraced(function* (session: Database) {
    const [row] = yield* session.attempt<{ free: boolean }>("SELECT pg_try_advisory_lock($1) AS free", [lock])
    if (row?.free === true) return true
    yield* Deferred.succeed(known, undefined)
    yield* session.attempt(`SET lock_timeout = ${patience}`)
    const taken = yield* Effect.result(session.attempt("SELECT pg_advisory_lock($1)", [lock]))
    if (taken._tag === "Success") return true
    // Not had in time, or not had because the connection broke: either way it is tried again.
    yield* Effect.ignore(session.attempt(evictStatement, [lock]))
    return false
  })
  const hold = Effect.fnUntraced(function* (session: Database) {
    yield* session.attempt(takeStatement, [owner, lease])
    become(true)
    yield* Deferred.succeed(known, undefined)
    while (true) {
      yield* Effect.sleep(beat)
      const kept = yield* session.attempt(renewStatement, [owner, lease, lock])
      if (kept.length === 0) return
    }
  })
  const compete = Effect.gen(function* () {
    const session = yield* connect
    while (true) {
      if (yield* waitForLock(session)) yield* Effect.ensuring(hold(session), lose)
    }
  }).pipe(
    Effect.scoped,
    Effect.catch(
      Effect.fnUntraced(function* (error) {
        const isOver = (yield* Clock.currentTimeMillis) - began > longest
        if (isOver) yield* Deferred.fail(known, storeUnavailable(error))
        yield* Effect.sleep(isPassing(error) ? rest : patience)
      })
    )
  )
  yield* Effect.forkScoped(Effect.forever(compete))
  yield* Deferred.await(known)
  return { isOwner: () => isOwner }
})
