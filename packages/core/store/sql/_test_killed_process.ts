import { Effect, Fiber, Layer, Redacted, Schema, Stream } from "effect"
import type { Run } from "../../run/run.ts"
import { RunEngine } from "../../run/run_engine.ts"
import { RunStore, type StoredRun } from "../run_store.ts"
import { Column, Database } from "./_database.ts"
import { killedItems, killedWorkflow } from "./_test_killed_workflow.ts"
import { eventDigest, runDigests } from "./_test_run_digests.ts"
import { layerPglite } from "./layer_pglite.ts"
import { layerPostgres } from "./layer_postgres.ts"
import { migrations } from "./migrations.ts"
import { Sealer } from "./sealer.ts"

/** Where a process kills itself; at all other points somebody else does. */
export const KillPoint = Schema.Literals([
  "none",
  "migration",
  "accept",
  "start",
  "node",
  "effect",
  "commit",
  "iteration",
  "pause",
  "end"
])
export type KillPoint = typeof KillPoint.Type

/** What a process is told on its command line, as JSON. */
export const KilledProcessOptions = Schema.Struct({
  /** The folder of a database in the process, or the address of a server. */
  database: Schema.String,
  /** Where effects are counted. */
  effects: Schema.String,
  kill: KillPoint,
  /** How many runs it starts, once those that were left have ended or at once. */
  runs: Schema.Int,
  isPatient: Schema.Boolean
})

const { database, effects, kill, runs, isPatient } = Schema.decodeUnknownSync(
  Schema.fromJsonString(KilledProcessOptions)
)(process.argv[2])

const die = (): void => void process.kill(process.pid, "SIGKILL")
const say = (said: object): void => void process.stdout.write(`${JSON.stringify(said)}\n`)

/** Set once those runs have ended that others have left: it is for a new one. */
let isArmed = false
const dieAt = (point: KillPoint): void => {
  if (kill === point && isArmed) die()
}

if (kill === "migration") {
  const [, apps] = migrations
  if (apps !== undefined) Object.defineProperty(apps, "statements", { get: die })
}

const kindsIn = (parameters: ReadonlyArray<unknown>): ReadonlyArray<unknown> => {
  const column = parameters[parameters.length === 9 ? 5 : 19]
  return column instanceof Column ? column.values : []
}

const attempt = Database.prototype.attempt
Object.defineProperty(Database.prototype, "attempt", {
  value: function (this: Database, statement: string, parameters: ReadonlyArray<never> = []) {
    const kinds = statement.includes("INTO run_facts") ? kindsIn(parameters) : []
    if (kinds.includes("run_finished")) dieAt("end")
    return Effect.tap(attempt.call(this, statement, parameters), () =>
      Effect.sync(() => {
        if (kinds.includes("run_accepted")) dieAt("accept")
        if (kinds.includes("node_started")) dieAt("start")
        if (hasEffect && kinds.includes("node_finished")) dieAt("commit")
      })
    )
  }
})

let hasEffect = false
const workflow = killedWorkflow({
  effects,
  onEffect: () => {
    hasEffect = true
    dieAt("effect")
  }
})

const tell = (run: Run) =>
  Stream.runForEach(run.events, (event) =>
    Effect.sync(() => {
      say({ shown: run.id, seq: event.seq, event: event.event, digest: eventDigest(event) })
    })
  )

const hasEnded = (run: StoredRun): boolean => run.facts().at(-1)?.kind === "run_finished"

const unended = Effect.gen(function* () {
  const store = yield* RunStore
  return (yield* store.list({ limit: 1000 })).filter((run) => !hasEnded(run))
})

/** Answers what is asked until no run is left. */
const finishAll = Effect.gen(function* () {
  const engine = yield* RunEngine
  for (let waiting = yield* unended; waiting.length > 0; waiting = yield* unended) {
    for (const { accepted } of waiting) {
      const answer = { action: "yes", inputs: { note: "n" } }
      yield* Effect.ignore(engine.resume(accepted.runId, answer, () => Effect.succeed(workflow)))
    }
    yield* Effect.sleep(20)
  }
})

/** Says how this process shows all runs that have ended. */
const tellEnded = Effect.gen(function* () {
  const store = yield* RunStore
  for (const run of yield* store.list({ limit: 1000 })) {
    if (hasEnded(run)) say({ ended: run.accepted.runId, ...runDigests(run) })
  }
})

const start = Effect.gen(function* () {
  const engine = yield* RunEngine
  const values = { inputs: { v: killedItems }, files: [], environment: {}, conversation: {}, mocks: {} }
  const run = yield* engine.start(workflow, values, {})
  say({ started: run.id })
  return yield* Effect.forkScoped(tell(run))
})

const program = Effect.gen(function* () {
  const engine = yield* RunEngine
  const store = yield* RunStore
  yield* Effect.forkScoped(engine.carryOn(() => Effect.succeed(workflow)))
  say({ ready: store.isOwner() })
  if (isPatient) yield* Effect.andThen(finishAll, tellEnded)
  isArmed = true
  const told = yield* Effect.replicateEffect(start, runs, { concurrency: "unbounded" })
  if (kill === "pause") return yield* Effect.never
  yield* finishAll
  for (const fiber of told) yield* Fiber.join(fiber)
  yield* tellEnded
})

const stores = database.startsWith("postgresql:")
  ? layerPostgres({ url: Redacted.make(database) })
  : layerPglite({ folder: database })
const layer = RunEngine.layer.pipe(Layer.provideMerge(Layer.provide(stores, Sealer.layer(Redacted.make("key")))))
Effect.runPromise(Effect.scoped(Effect.provide(program, layer))).then(
  () => process.exit(0),
  (error: unknown) => {
    process.stderr.write(`${String(error)}\n`)
    process.exit(1)
  }
)
