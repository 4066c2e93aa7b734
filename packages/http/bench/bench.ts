/**
 * Part of `npm run bench`: what the server does with all its parts, on real databases. Its numbers depend on the machine,
 * so the gates are only there to catch what has become many times slower.
 */
import { execFile } from "node:child_process"
import { fileURLToPath } from "node:url"
import { promisify } from "node:util"
import { RunStore, type Stores, WorkflowRunner } from "@flowglass/core"
import { layerPglite, layerPostgres, Sealer } from "@flowglass/core/store/sql"
import { Inspector, layerEngine } from "@flowglass/inspector"
import { Context, Effect, Layer, Redacted } from "effect"
import { TestPostgres } from "../../core/store/sql/_test_postgres.ts"
import { startServer } from "../_test_server.ts"
import { makeApp } from "../_test_story.ts"
import { setUp, signIn } from "../console/_test_accounts.ts"
import { TestBrowser } from "../serve/_test_client.ts"
import { chainGraph } from "./chain_graph.ts"
import { inspectorStreams } from "./inspector_streams.ts"

interface Row {
  readonly name: string
  readonly shown: string
  readonly isFine: boolean
  readonly gate: string
}

const sealer = Sealer.layer(Redacted.make("the key of a benchmark, which seals nothing"))
const load = fileURLToPath(new URL("./load.mjs", import.meta.url))
const seconds = 5
const connections = 32

/** Runs a second, each asked for over HTTP and waited for. */
const requestsPerSecond = Effect.fnUntraced(function* (name: string, stores: Layer.Layer<Stores>) {
  const { port } = yield* startServer({ stores })
  yield* setUp(port)
  const browser = new TestBrowser(port)
  yield* signIn(browser)
  const { key } = yield* makeApp(browser, chainGraph(5))
  const call = () => promisify(execFile)(process.execPath, [load, `${port}`, key, `${seconds}`, `${connections}`])
  const rate = Number((yield* Effect.promise(call)).stdout)
  const row: Row = {
    name: `runs of 5 nodes over HTTP, ${connections} at a time, ${name}`,
    shown: `${rate.toFixed(0)} a second`,
    isFine: rate >= 20,
    gate: "at least 20"
  }
  return row
}, Effect.scoped)

const engineOn = (stores: Layer.Layer<Stores>) =>
  Layer.build(
    Layer.unwrap(
      Effect.map(Layer.build(stores), (built) =>
        layerEngine({ store: Layer.succeed(RunStore, Context.get(built, RunStore)) })
      )
    )
  )

const median = (numbers: ReadonlyArray<number>): number =>
  numbers.toSorted((one, other) => one - other)[numbers.length >> 1] ?? 0

/** Milliseconds to read a run and show all its nodes, in a process that did not run it. */
const snapshots = Effect.fnUntraced(function* (stores: () => Layer.Layer<Stores>) {
  const writer = yield* engineOn(stores())
  const runner = Context.get(writer, WorkflowRunner)
  const data = { app: { mode: "workflow" }, workflow: { graph: chainGraph(1000) } }
  const ids: Array<string> = []
  for (let count = 0; count < 7; count++) {
    const { run_id, status } = yield* runner.run({ data }, { inputs: { name: "Ada" }, limits: { steps: 2000 } })
    if (status !== "succeeded") return yield* Effect.die(new Error(`the run ${status}`))
    ids.push(run_id)
  }
  const inspector = Context.get(yield* engineOn(stores()), Inspector)
  const read = Effect.fnUntraced(function* (id: string) {
    const begun = performance.now()
    const { node_outputs } = yield* inspector.snapshot(id)
    JSON.stringify(node_outputs)
    if (node_outputs.length !== 1000) return yield* Effect.die(new Error(`${node_outputs.length} nodes`))
    return performance.now() - begun
  })
  const first = median(yield* Effect.forEach(ids, read))
  const again = median(yield* Effect.forEach(ids, read))
  const row = (name: string, time: number, gate: number): Row => ({
    name: `snapshot of 1,000 nodes, ${name}`,
    shown: `${time.toFixed(1)} ms`,
    isFine: time <= gate,
    gate: `at most ${gate} ms`
  })
  return [row("read from PostgreSQL", first, 2000), row("again", again, 500)]
}, Effect.scoped)

/** A run does not notice who looks at it. */
const watched = Effect.map(inspectorStreams(1000), ({ alone, watched }): Row => {
  const factor = watched / alone
  return {
    name: "a run that 1,000 Inspector streams show, over one that nobody sees",
    shown: `${factor.toFixed(3)} x`,
    isFine: factor <= 1.1,
    gate: "at most 1.1 x"
  }
})

const program = Effect.gen(function* () {
  const { freshDatabase } = yield* TestPostgres
  const postgres = (url: Redacted.Redacted) => Layer.orDie(Layer.provide(layerPostgres({ url }), sealer))
  const rows = [
    yield* requestsPerSecond("PGlite", Layer.orDie(Layer.provide(layerPglite(), sealer))),
    yield* requestsPerSecond("PostgreSQL", postgres(yield* freshDatabase))
  ]
  const url = yield* freshDatabase
  return [...rows, ...(yield* snapshots(() => postgres(url))), yield* watched]
}).pipe(Effect.provide(TestPostgres.layer), Effect.scoped)

const rows = await Effect.runPromise(program)
for (const { name, shown, isFine, gate } of rows) {
  console.log(`${isFine ? "ok  " : "FAIL"} ${name.padEnd(66)} ${shown.padStart(14)}  (gate ${gate})`)
}
if (rows.some(({ isFine }) => !isFine)) process.exitCode = 1
