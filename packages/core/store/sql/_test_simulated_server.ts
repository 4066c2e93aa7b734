import { createHash } from "node:crypto"
import { Cause, Effect, Queue } from "effect"
import { ConnectionError, LockTimeoutError, SqlError } from "effect/sql/SqlError"
import type { Row } from "./_database.ts"
import type { SeededRandom } from "./_test_seeded_random.ts"
import { SimulatedTables } from "./_test_simulated_tables.ts"

/** What a statement is answered with when the connection breaks off. */
export const lost = new SqlError({ reason: new ConnectionError({ cause: new Error("lost"), message: "lost" }) })

const ended = new SqlError({ reason: new ConnectionError({ cause: { code: "57P01" }, message: "ended" }) })

const late = new SqlError({ reason: new LockTimeoutError({ cause: { code: "55P03" }, message: "late" }) })

/** A connection to a simulated database. */
export class SimulatedSession {
  /** Its process was told by the server that it is over. */
  isEnded = false
}

interface Told {
  readonly channel: string
  readonly payload: string
  readonly processId: number
}

/** How long one waits for the lock, in milliseconds. */
const patience = 1000

/** A database server in a simulation: its tables, the lock of a session, the lease in its own time, and who listens. */
export class SimulatedServer {
  readonly tables = new SimulatedTables()
  /** How many statements it has executed. */
  statements = 0
  #lockedBy: SimulatedSession | undefined
  #leaseUntil = 0
  readonly #random: SeededRandom
  readonly #listening = new Set<Queue.Queue<Told, SqlError>>()
  readonly #story = createHash("sha256")

  constructor(random: SeededRandom) {
    this.#random = random
  }

  /** What was asked of it and when, as one short text; to be read once. */
  get story(): string {
    return this.#story.digest("hex")
  }

  /** A statement of a session at a moment. */
  execute(
    session: SimulatedSession,
    statement: string,
    parameters: ReadonlyArray<unknown>,
    now: number
  ): Effect.Effect<ReadonlyArray<Row>, SqlError> {
    this.statements++
    this.#story.update(`${now} ${statement}`)
    if (session.isEnded) {
      session.isEnded = false
      return Effect.fail(ended)
    }
    if (statement.startsWith("SELECT pg_advisory_lock")) return this.#waitForLock(session, now + patience, now)
    return Effect.sync(() => this.#answer(session, statement, parameters, now))
  }

  /** The connection is gone, and what belonged to it. */
  close(session: SimulatedSession): void {
    if (this.#lockedBy === session) this.#lockedBy = undefined
  }

  listen(): Queue.Dequeue<Told, SqlError> {
    const queue = Effect.runSync(Queue.unbounded<Told, SqlError>())
    this.#listening.add(queue)
    return queue
  }

  #answer(
    session: SimulatedSession,
    statement: string,
    parameters: ReadonlyArray<unknown>,
    now: number
  ): ReadonlyArray<Row> {
    const { tables } = this
    const [owner, milliseconds] = parameters
    if (statement.startsWith("SELECT pg_try_advisory_lock")) return [{ free: this.#lock(session) }]
    if (statement.startsWith("SET lock_timeout")) return []
    if (statement.startsWith("SELECT pg_notify")) return this.#tell(String(milliseconds))
    if (statement.startsWith("SELECT pg_terminate_backend")) return this.#evict(now)
    if (statement.startsWith("INSERT INTO ownership")) {
      tables.owner = String(owner)
      this.#leaseUntil = now + Number(milliseconds)
      return []
    }
    if (statement.startsWith("UPDATE ownership")) {
      const isRenewed = milliseconds !== undefined
      if (tables.owner !== owner || (isRenewed && this.#lockedBy !== session)) return []
      this.#leaseUntil = isRenewed ? now + Number(milliseconds) : now
      return [{ owner }]
    }
    const rows = tables.execute(statement, parameters)
    if (statement.includes("pg_notify")) for (const { mine } of rows) this.#tell(mine === true ? "facts" : "runs")
    return rows
  }

  #lock(session: SimulatedSession): boolean {
    this.#lockedBy ??= session
    return this.#lockedBy === session
  }

  #waitForLock(session: SimulatedSession, until: number, now: number): Effect.Effect<ReadonlyArray<Row>, SqlError> {
    if (session.isEnded || this.#lock(session)) return Effect.succeed([])
    if (now >= until) return Effect.fail(late)
    return Effect.andThen(
      Effect.sleep(20),
      Effect.suspend(() => this.#waitForLock(session, until, now + 20))
    )
  }

  #evict(now: number): ReadonlyArray<Row> {
    if (this.#lockedBy === undefined || this.#leaseUntil >= now) return []
    this.#lockedBy.isEnded = true
    this.#lockedBy = undefined
    return []
  }

  #tell(payload: string): ReadonlyArray<Row> {
    for (const queue of [...this.#listening]) {
      if (!this.#random.isOneOf(15)) {
        Queue.offerUnsafe(queue, { channel: "flowglass", payload, processId: 1 })
        continue
      }
      this.#listening.delete(queue)
      Queue.failCauseUnsafe(queue, Cause.fail(lost))
    }
    return []
  }
}
