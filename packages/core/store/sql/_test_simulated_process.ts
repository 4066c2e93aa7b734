import type { PgClient } from "@effect/sql-pg/PgClient"
import { Effect, Exit, Layer, Redacted, Scope, Stream } from "effect"
import { ConnectionError, SqlError } from "effect/sql/SqlError"
import { TestClock } from "effect/testing"
import { RunEngine } from "../../run/run_engine.ts"
import type { RunEvent } from "../../run/run_event.ts"
import type { Workflow } from "../../run/workflow.ts"
import type { DurabilityMode } from "../durability.ts"
import { RunStore } from "../run_store.ts"
import { Database } from "./_database.ts"
import { makeSqlRunStore } from "./_sql_run_store.ts"
import type { SeededRandom } from "./_test_seeded_random.ts"
import type { SimulatedTables } from "./_test_simulated_tables.ts"
import { Sealer } from "./sealer.ts"

const lost = new SqlError({ reason: new ConnectionError({ cause: new Error("lost"), message: "lost" }) })

/** What processes share. */
export interface Simulated {
  readonly tables: SimulatedTables
  readonly random: SeededRandom
  /** The workflow as a process has it: what its nodes do outside happens only while it lives. */
  readonly workflowOf: (process: SimulatedProcess) => Workflow
  readonly mode: DurabilityMode
  /** Events that were shown, by run. */
  readonly shown: Map<string, Array<RunEvent>>
}

/** A process in a simulation: its connection loses statements and answers, and it may die or stand still. */
export class SimulatedProcess {
  /** Nothing of it happens any more. */
  isDead = false
  /** It has the runs of the database, or had them. */
  hasOwned = false
  #isClosed = false
  /** It stands still until it wakes; what it shows afterwards is the end of what it had. */
  #standing: Array<() => void> | undefined
  hasStood = false
  readonly #shared: Simulated
  readonly #scope = Effect.runSync(Scope.make())
  /** How many streams have ended with how many terminal events. */
  readonly ends: Array<number> = []
  readonly #database: Database

  constructor(shared: Simulated) {
    this.#shared = shared
    const client: PgClient = Object.assign(Object.create(null), { unsafe: this.#attempt })
    this.#database = new Database(client, (column) => column)
  }

  readonly #attempt = (statement: string, parameters: ReadonlyArray<unknown>) => {
    const { tables, random } = this.#shared
    return Effect.gen({ self: this }, function* () {
      if (random.isOneOf(3)) yield* Effect.sleep(random.below(random.isOneOf(20) ? 3000 : 30))
      yield* this.alive
      if (this.#isClosed || random.isOneOf(25)) return yield* lost
      const rows = tables.execute(statement, parameters)
      if (random.isOneOf(3)) yield* Effect.sleep(random.below(30))
      yield* this.alive
      if (this.#isClosed || random.isOneOf(25)) return yield* lost
      if (statement.includes("INTO ownership")) this.hasOwned = true
      return rows
    })
  }

  /** Waits while the process stands still, for ever once it is dead. */
  readonly alive: Effect.Effect<void> = Effect.suspend(() => {
    const standing = this.#standing
    if (standing === undefined || this.#isClosed) return Effect.void
    return Effect.andThen(
      Effect.callback<void>((resume) => void standing.push(() => resume(Effect.void))),
      this.alive
    )
  })

  /** It stands still, and never wakes. */
  kill(): void {
    this.#standing ??= []
    this.isDead = true
  }

  freeze(): void {
    this.#standing ??= []
    this.hasStood = true
  }

  thaw(): void {
    if (this.isDead && !this.#isClosed) return
    const standing = this.#standing ?? []
    this.#standing = undefined
    for (const resume of standing) resume()
  }

  /** Opens the database and works; starts some runs. */
  begin(runs: number) {
    const { workflowOf, mode } = this.#shared
    const workflow = workflowOf(this)
    const store = Layer.effect(
      RunStore,
      Effect.gen({ self: this }, function* () {
        const options = { database: this.#database, session: undefined, sealer: yield* Sealer, mode }
        return yield* makeSqlRunStore(options)
      })
    ).pipe(Layer.provide(Sealer.layer(Redacted.make("key"))))
    const layer = Layer.fresh(RunEngine.layer.pipe(Layer.provideMerge(store)))
    const work = Effect.gen({ self: this }, function* () {
      const context = yield* Layer.buildWithScope(layer, this.#scope)
      const values = { inputs: { v: 1 }, files: [], environment: {}, conversation: {}, mocks: {} }
      const all = Effect.gen({ self: this }, function* () {
        const engine = yield* RunEngine
        yield* Effect.forkIn(
          engine.carryOn(() => Effect.succeed(workflow)),
          this.#scope
        )
        for (let count = 0; count < runs; count++) {
          const run = yield* Effect.result(engine.start(workflow, values, {}))
          if (run._tag === "Success") yield* Effect.forkIn(this.#watch(run.success.id, run.success.events), this.#scope)
        }
      })
      yield* Effect.provideContext(all, context)
    })
    return Effect.forkIn(work, this.#scope)
  }

  #watch(runId: string, events: Stream.Stream<RunEvent>): Effect.Effect<void> {
    const { shown } = this.#shared
    let ends = 0
    const note = Stream.runForEach(events, (event) =>
      Effect.sync(() => {
        if (/^run_(succeeded|partial_succeeded|failed|stopped)$/.test(event.event)) ends++
        // One that has stood still may tell its own that the run was taken over.
        if (!this.isDead && !this.hasStood) shown.set(runId, [...(shown.get(runId) ?? []), event])
      })
    )
    return Effect.andThen(
      note,
      Effect.sync(() => void this.ends.push(ends))
    )
  }

  /** Ends what is left of it, whatever has become of it. */
  readonly close = Effect.gen({ self: this }, function* () {
    this.kill()
    this.#isClosed = true
    this.thaw()
    const closing = yield* Effect.forkChild(Scope.close(this.#scope, Exit.void))
    while (closing.pollUnsafe() === undefined) {
      yield* TestClock.adjust(1000)
      yield* Effect.yieldNow
    }
  })
}
