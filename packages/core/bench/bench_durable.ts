/**
 * `npm run bench:durable`: runs on a PostgreSQL of its own beside the fixed floor of one commit for each step. Prints a
 * table and fails when a gate is missed.
 */
import { mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { Effect, Exit, Layer, ManagedRuntime, Redacted, Scope } from "effect"
import { RunEngine } from "../run/run_engine.ts"
import type { DurabilityMode } from "../store/durability.ts"
import { postgresDatabase } from "../store/sql/_postgres_client.ts"
import { testChild } from "../store/sql/_test_child.ts"
import { type TestEffects, testEffects } from "../store/sql/_test_effects.ts"
import { TestPostgres } from "../store/sql/_test_postgres.ts"
import { layerPostgres } from "../store/sql/layer_postgres.ts"
import { Sealer } from "../store/sql/sealer.ts"
import { changedFloors } from "./floors.ts"
import { median, ratio, timed } from "./measure.ts"
import { chain } from "./workloads.ts"

interface Row {
  readonly name: string
  readonly ours: string
  readonly measured: number
  readonly gate: number
}

const rows: Array<Row> = []
const row = (name: string, ours: string, measured: number, gate: number): void =>
  void rows.push({ name, ours, measured, gate })

const values = { inputs: { v: 0 }, files: [], environment: {}, conversation: {}, mocks: {} }

/** An engine on a database. */
const engineOn = (url: Redacted.Redacted, durability: DurabilityMode) => {
  const stores = layerPostgres({ url, durability }).pipe(Layer.provide(Sealer.layer(Redacted.make("key"))))
  const runtime = ManagedRuntime.make(Layer.provideMerge(RunEngine.layer, stores))
  const run = (steps: number) => {
    const { workflow } = chain(steps - 1)
    return Effect.gen(function* () {
      const started = yield* (yield* RunEngine).start(workflow, values, {})
      const { status } = yield* started.result
      if (status !== "succeeded") return yield* Effect.die(new Error(`a run ${status}`))
      return status
    })
  }
  const inFlight = (runs: number, steps: number) => Effect.replicateEffect(run(steps), runs, { concurrency: 32 })
  return {
    one: (steps: number) => () => runtime.runPromise(run(steps)),
    many: (runs: number, steps: number) => () => runtime.runPromise(inFlight(runs, steps)),
    close: () => runtime.dispose()
  }
}

let floorRuns = 0

/** The fixed floor: one commit for each step. */
const openFloor = async (url: string) => {
  const floor = await import("./floor_durable.mjs")
  await floor.open(url)
  const one = (steps: number) => () => floor.run(`floor-${floorRuns++}`, steps, async (step: number) => ({ v: step }))
  const many = (runs: number, steps: number) => async () => {
    let left = runs
    const lane = async (): Promise<void> => {
      while (left-- > 0) await one(steps)()
    }
    await Promise.all(Array.from({ length: 32 }, lane))
  }
  return { one, many, close: floor.close }
}

/** Asks a database directly. */
const ask = (url: Redacted.Redacted, statement: string) =>
  Effect.runPromise(Effect.scoped(Effect.flatMap(postgresDatabase(url, 1), (database) => database.query(statement))))

/** Transactions of a database that have ended; its processes tell after ten idle seconds. */
const commits = async (url: Redacted.Redacted): Promise<number> => {
  await new Promise((resolve) => setTimeout(resolve, 11_000))
  const [found] = await ask(
    url,
    "SELECT xact_commit::float8 AS count FROM pg_stat_database WHERE datname = current_database()"
  )
  return Number(found?.count ?? 0)
}

const steps = async (url: Redacted.Redacted, floorUrl: string): Promise<void> => {
  const floor = await openFloor(floorUrl)
  const strict = engineOn(url, "strict")
  const d1 = await ratio(strict.one(100), floor.one(100), 3, 3)
  row("D1 one run of 100 steps, strict: time over the floor", `${(d1.ours / 100).toFixed(3)} ms/step`, d1.ratio, 2)
  const throughput = async ({ many }: typeof strict, mode: DurabilityMode, gate: number) => {
    const d2 = await ratio(many(200, 10), floor.many(200, 10), 2, 5)
    const shown = `${Math.round(2000 / (d2.ours / 1000))} steps/s`
    row(`D2 32 runs in flight, ${mode}: time over the floor`, shown, d2.ratio, gate)
  }
  // Each step waits for a flush, and each flush for the one before, while the floor has 32 at once: the gate is there
  // to catch what has become many times slower.
  await throughput(strict, "strict", 4)
  await strict.close()
  const engine = engineOn(url, "effects")
  await throughput(engine, "effects", 1)
  const before = await commits(url)
  await engine.many(200, 10)()
  const each = ((await commits(url)) - before) / 2000
  row("D2 commits a step", each.toFixed(3), each, 0.25)
  await engine.close()
  await floor.close()
}

/** 100,000 finished runs beside a new one. */
const history = async (url: Redacted.Redacted): Promise<void> => {
  const engine = engineOn(url, "effects")
  const before = await timed(engine.one(20), 40, 20)
  await ask(
    url,
    `INSERT INTO runs (id, tenant_id, app_id, epoch, graph_hash, workflow_id, version, trigger, status,
      inputs, outputs, elapsed, total_tokens, total_steps, exceptions_count, created_at, finished_at)
    SELECT 'old-' || i, 't', 'a', 1, 'none', 'w', 'draft', 'debugging', 'succeeded', '{}', '{}', 1, 0, 1, 0, i, i + 1
    FROM generate_series(1, 100000) AS i`
  )
  await ask(
    url,
    `INSERT INTO run_facts SELECT 'old-' || i, seq, 1, 'node_started', 1, '{}'::bytea
    FROM generate_series(1, 100000) AS i, generate_series(1, 5) AS seq`
  )
  await ask(url, "ANALYZE")
  const after = await timed(engine.one(20), 40, 20)
  row("a new run beside 100,000 finished ones", `${after.toFixed(2)} ms`, after / before, 1.1)
  await engine.close()
}

/** Milliseconds from the start of a process until a node of a run goes on that another one has left. */
const resumed = (database: string) =>
  Effect.gen(function* () {
    const effects: TestEffects = yield* testEffects
    const options = { database, effects: effects.url, kill: "none", runs: 1, isPatient: false } as const
    const times: Array<number> = []
    for (let count = 0; count < 10; count++) {
      effects.onEffect = () => true
      const before = effects.done.length
      const first = yield* testChild(options)
      while (effects.done.length === before) yield* Effect.sleep(5)
      first.signal("SIGKILL")
      yield* first.ended
      const [waiting, began] = [effects.done.length, performance.now()]
      const second = yield* testChild({ ...options, runs: 0, isPatient: true })
      while (effects.done.length === waiting) yield* Effect.sleep(1)
      times.push(performance.now() - began)
      effects.release()
      yield* second.ended
    }
    return median(times)
  })

const main = Effect.gen(function* () {
  const { freshDatabase } = yield* TestPostgres
  const [url, floorUrl] = [yield* freshDatabase, yield* freshDatabase]
  yield* Effect.promise(() => steps(url, Redacted.value(floorUrl)))
  yield* Effect.promise(() => history(url))
  const server = yield* resumed(Redacted.value(yield* freshDatabase))
  row("start of a process to the first node that goes on, PostgreSQL", `${Math.round(server)} ms`, server / 1000, 1)
  const folder = mkdtempSync(join(tmpdir(), "flowglass-bench-"))
  const local = yield* Effect.ensuring(
    resumed(join(folder, "data")),
    Effect.sync(() => rmSync(folder, { recursive: true, force: true }))
  )
  row("start of a process to the first node that goes on, in a folder", `${Math.round(local)} ms`, local / 1000, 1.8)
})

// As the command does: a process that starts does not compile again what an earlier one has compiled.
const cache = mkdtempSync(join(tmpdir(), "flowglass-bench-compiled-"))
process.env.NODE_COMPILE_CACHE = cache

const changed = changedFloors()
if (changed.length > 0) throw new Error(`these floors are not what they were: ${changed.join(", ")}`)
const scope = Effect.runSync(Scope.make())
await Effect.runPromise(Effect.provide(Scope.provide(scope)(main), TestPostgres.layerDurable))
await Effect.runPromise(Scope.close(scope, Exit.void))
rmSync(cache, { recursive: true, force: true })
console.table(
  rows.map(({ name, ours, measured, gate }) => ({
    name,
    ours,
    measured: Number(measured.toFixed(3)),
    gate,
    held: measured <= gate
  }))
)
process.exit(rows.every(({ measured, gate }) => measured <= gate) ? 0 : 1)
