import type { PgClient } from "@effect/sql-pg/PgClient"
import { Clock, Effect, Exit, Layer, Redacted, Result, Scope, Stream } from "effect"
import { TestClock } from "effect/testing"
import type { Run } from "../../run/run.ts"
import { RunEngine } from "../../run/run_engine.ts"
import type { RunEvent } from "../../run/run_event.ts"
import { RunIds, uuidAt } from "../../run/run_id.ts"
import type { Workflow } from "../../run/workflow.ts"
import type { DurabilityMode } from "../durability.ts"
import { RunStore } from "../run_store.ts"
import { Database } from "./_database.ts"
import { makeSqlRunStore } from "./_sql_run_store.ts"
import type { SeededRandom } from "./_test_seeded_random.ts"
import { lost, type SimulatedServer, SimulatedSession } from "./_test_simulated_server.ts"
import { Sealer } from "./sealer.ts"

/** What processes share. */
export interface Simulated {
  readonly server: SimulatedServer
  readonly random: SeededRandom
  /** The workflow as a process has it: what its nodes do outside happens only while it lives. */
  readonly workflowOf: (process: SimulatedProcess) => Workflow
  readonly mode: DurabilityMode
  /** Of so many statements, and of so many answers, one is lost with its connection. */
  readonly losesOneOf: number
}

/** Who reads the events of a run in a process. */
export interface Watcher {
  readonly run: Run
  readonly events: Array<RunEvent>
  isOver: boolean
}

/** Whose run it is: tenants and their apps, by number. */
export const addressOf = (number: number) => ({ tenantId: `tenant-${number % 2}`, appId: `app-${number % 3}` })

/** A process in a simulation: its connections lose statements and answers, and it may die or stand still. */
export class SimulatedProcess {
  /** Nothing of it happens any more. */
  isDead = false
  readonly watchers: Array<Watcher> = []
  #isClosed = false
  /** It stands still until it wakes. */
  #standing: Array<() => void> | undefined
  readonly #shared: Simulated
  readonly #scope = Effect.runSync(Scope.make())
  readonly #sessions: Array<SimulatedSession> = []
  #use: (<A, E>(effect: Effect.Effect<A, E, RunEngine | RunStore>) => Effect.Effect<A, E>) | undefined

  /** What of its runs is on disk. */
  get mode(): DurabilityMode {
    return this.#shared.mode
  }

  constructor(shared: Simulated) {
    this.#shared = shared
  }

  #connect(): { readonly database: Database; readonly close: Effect.Effect<void> } {
    const { server, random, losesOneOf } = this.#shared
    const session = new SimulatedSession()
    this.#sessions.push(session)
    const breakOff = Effect.suspend(() => {
      if (!this.#isClosed && !random.isOneOf(losesOneOf)) return Effect.void
      server.close(session)
      return Effect.fail(lost)
    })
    const unsafe = (statement: string, parameters: ReadonlyArray<unknown> = []) =>
      Effect.gen({ self: this }, function* () {
        if (random.isOneOf(3)) yield* Effect.sleep(random.below(random.isOneOf(20) ? 3000 : 30))
        yield* this.alive
        yield* breakOff
        const rows = yield* server.execute(session, statement, parameters, yield* Clock.currentTimeMillis)
        if (random.isOneOf(3)) yield* Effect.sleep(random.below(30))
        yield* this.alive
        yield* breakOff
        return rows
      })
    const listen = () => Effect.sync(() => server.listen())
    const client: PgClient = Object.assign(Object.create(null), { unsafe, listen })
    const close = Effect.sync(() => server.close(session))
    return { database: new Database(client, (column) => column), close }
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

  get isStanding(): boolean {
    return this.#standing !== undefined
  }

  /** It stands still, and never wakes; the server sees that its connections are gone. */
  kill(): void {
    this.#standing ??= []
    this.isDead = true
    for (const session of this.#sessions) this.#shared.server.close(session)
  }

  freeze(): void {
    this.#standing ??= []
  }

  thaw(): void {
    if (this.isDead && !this.#isClosed) return
    const standing = this.#standing ?? []
    this.#standing = undefined
    for (const resume of standing) resume()
  }

  /** Opens the database and works; nothing of it is waited for. */
  get begin() {
    const { workflowOf, mode } = this.#shared
    const workflow = workflowOf(this)
    const store = Layer.effect(
      RunStore,
      Effect.gen({ self: this }, function* () {
        const session = Effect.map(
          Effect.acquireRelease(
            Effect.sync(() => this.#connect()),
            ({ close }) => close
          ),
          ({ database }) => database
        )
        const { database } = this.#connect()
        return yield* makeSqlRunStore({ database, session, sealer: yield* Sealer, mode })
      })
    ).pipe(Layer.provide(Sealer.layer(Redacted.make("key"))))
    const layer = Layer.fresh(RunEngine.layer.pipe(Layer.provideMerge(store)))
    const work = Effect.gen({ self: this }, function* () {
      const context = yield* Layer.buildWithScope(layer, this.#scope)
      const use = <A, E>(effect: Effect.Effect<A, E, RunEngine | RunStore>) => Effect.provideContext(effect, context)
      this.#use = use
      yield* use(Effect.flatMap(RunEngine, (engine) => engine.carryOn(() => Effect.succeed(workflow))))
    })
    return Effect.forkIn(work, this.#scope)
  }

  /** Lets the process do something in its own time, once it is open. */
  ask<A, E>(effect: Effect.Effect<A, E, RunEngine | RunStore>) {
    const use = this.#use
    return use === undefined ? Effect.void : Effect.forkIn(Effect.andThen(this.alive, use(effect)), this.#scope)
  }

  /** Starts a run of a tenant, and watches it; in some no form may wait for long. */
  start(number: number) {
    const workflow = this.#shared.workflowOf(this)
    const values = { inputs: { v: [1, 2] }, files: [], environment: {}, conversation: {}, mocks: {} }
    const { random } = this.#shared
    const limits = random.isOneOf(4) ? { formTime: 2000 + random.below(8000) } : {}
    const starting = Effect.gen({ self: this }, function* () {
      const engine = yield* RunEngine
      const run = yield* Effect.result(engine.start(workflow, values, { ...addressOf(number), limits }))
      if (Result.isSuccess(run)) yield* this.#watch(run.success)
    })
    const ids = (at: number) =>
      uuidAt(
        at,
        Uint8Array.from({ length: 10 }, () => random.below(256))
      )
    return this.ask(Effect.provideService(starting, RunIds, ids))
  }

  /** Watches a run, whoever works on it. */
  follow(runId: string) {
    const workflow = this.#shared.workflowOf(this)
    const following = Effect.gen({ self: this }, function* () {
      const engine = yield* RunEngine
      const run = yield* Effect.result(engine.follow(runId, () => Effect.succeed(workflow)))
      if (Result.isSuccess(run)) yield* this.#watch(run.success)
    })
    return this.ask(following)
  }

  #watch(run: Run): Effect.Effect<void> {
    const watcher: Watcher = { run, events: [], isOver: false }
    this.watchers.push(watcher)
    const note = Stream.runForEach(run.events, (event) =>
      Effect.sync(() => {
        // Who is dead tells nobody.
        if (!this.isDead) watcher.events.push(event)
      })
    )
    return Effect.andThen(
      note,
      Effect.sync(() => {
        watcher.isOver = true
      })
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
