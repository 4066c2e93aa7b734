/**
 * `npm run bench`: the engine with full semantics (facts, events, inputs, outputs, store) beside the fixed floors, in
 * one process. Prints a table and fails when a gate is missed.
 */
import { Effect, Layer, ManagedRuntime, Stream } from "effect"
import { RunEngine } from "../run/run_engine.ts"
import { layerMemoryRunStore } from "../store/memory_run_store.ts"
import { RunStore } from "../store/run_store.ts"
import floors from "./floor_effect.mjs"
import { changedFloors } from "./floors.ts"
import { ratio } from "./measure.ts"
import { chain, diamonds, fan, iterated, nestedLoops, suspended, templated, type Workload } from "./workloads.ts"

const runtime = ManagedRuntime.make(RunEngine.layer.pipe(Layer.provideMerge(layerMemoryRunStore())))
const values = { inputs: { v: 0 }, files: [], environment: {}, conversation: {}, mocks: {} }
const options = { limits: { steps: 1_000_000, concurrency: 1000 } }

const start = (workload: Workload) =>
  Effect.flatMap(RunEngine, (engine) => engine.start(workload.workflow, values, options))

/** Runs to the end, reads every event, and refuses a run that is not what it should be. */
const checked = (workload: Workload) =>
  Effect.gen(function* () {
    const run = yield* start(workload)
    let events = 0
    let value: unknown
    yield* Stream.runForEachArray(run.events, (batch) =>
      Effect.sync(() => {
        events += batch.length
        for (const event of batch) {
          if (event.event === "node_succeeded" && event.node_id === workload.last) value = event.outputs.v
        }
      })
    )
    const { status } = yield* run.result
    if (status !== "succeeded" || events !== workload.events || value !== workload.value) {
      return yield* Effect.die(
        new Error(
          `a run ${status} with ${events} events and value ${String(value)}, expected ${workload.events} and ${workload.value}`
        )
      )
    }
  })

/** Runs to the end and checks its stored facts instead of its events, which nobody reads. */
const unwatched = (workload: Workload) =>
  Effect.gen(function* () {
    const run = yield* start(workload)
    yield* run.result
    const stored = yield* Effect.flatMap(RunStore, (store) => store.find(run.id))
    const facts = stored?.facts() ?? []
    const last = facts.at(-2)
    const value = last?.kind === "node_finished" ? last.outputs.v : undefined
    // Every fact of such a run is one event, and a finish one more for each edge it decided.
    const events = facts.reduce((sum, fact) => sum + 1 + (fact.kind === "node_finished" ? fact.edges.length : 0), 0)
    if (events !== workload.events) return yield* Effect.die(new Error(`${events} events, expected ${workload.events}`))
    if (value !== workload.value)
      return yield* Effect.die(new Error(`value ${String(value)}, expected ${workload.value}`))
  })

interface Row {
  readonly name: string
  readonly ours: string
  readonly floor: string
  readonly ratio: number
  readonly gate: number
}

const rows: Array<Row> = []
const milliseconds = (value: number): string => `${value.toFixed(2)} ms`

const compare = async (
  name: string,
  ours: () => Promise<unknown>,
  floor: () => Promise<unknown>,
  gate: number,
  calls: number
) => {
  const measured = await ratio(ours, floor, calls, calls)
  rows.push({
    name,
    ours: milliseconds(measured.ours),
    floor: milliseconds(measured.floor),
    ratio: measured.ratio,
    gate
  })
}

const once = (workload: Workload) => () => runtime.runPromise(checked(workload))

const manyRuns = (count: number, workload: Workload) => () =>
  runtime.runPromise(
    Effect.forEach(Array.from({ length: count }), () => unwatched(workload), { concurrency: 64, discard: true })
  )

const heap = (): number => {
  for (let turn = 0; turn < 4; turn++) globalThis.gc?.()
  return process.memoryUsage().heapUsed
}

/** Bytes of heap for each of many things that wait. */
const heapEach = async (count: number, begin: () => Promise<unknown>, release: () => void): Promise<number> => {
  const before = heap()
  const waiting = Array.from({ length: count }, begin)
  await new Promise((resolve) => setTimeout(resolve, 50))
  const bytes = (heap() - before) / count
  release()
  await Promise.all(waiting)
  return bytes
}

const suspendedRuns = async (): Promise<void> => {
  const gate = Promise.withResolvers<void>()
  const workload = suspended(gate.promise)
  const ours = await heapEach(2000, () => runtime.runPromise(unwatched(workload)), gate.resolve)
  const floorGate = Promise.withResolvers<void>()
  const floor = await heapEach(2000, floors.W6().start(floorGate), floorGate.resolve)
  const kilobytes = (bytes: number): string => `${(bytes / 1024).toFixed(1)} KB`
  rows.push({
    name: "W6 heap of a suspended run",
    ours: kilobytes(ours),
    floor: kilobytes(floor),
    ratio: ours / floor,
    gate: 2.5
  })
}

/** How the cost of one more node grows with the size of the graph. */
const scaling = async (
  name: string,
  small: () => Promise<unknown>,
  smallSize: number,
  large: () => Promise<unknown>,
  largeSize: number,
  gate: number
) => {
  const measured = await ratio(large, small, 3, 5)
  const micro = (time: number, size: number): string => `${((time / size) * 1000).toFixed(2)} us`
  rows.push({
    name,
    ours: micro(measured.ours, largeSize),
    floor: micro(measured.floor, smallSize),
    ratio: (measured.ratio * smallSize) / largeSize,
    gate
  })
}

const streamed = (size: number) => {
  const template = Array.from({ length: size }, (_, index) => `{{#j${index}.v#}} `).join("")
  const workload = diamonds(size, template)
  return () =>
    runtime.runPromise(
      Effect.gen(function* () {
        const run = yield* start(workload)
        let text = ""
        yield* Stream.runForEach(run.events, (event) =>
          Effect.sync(() => (text += event.event === "chunk" ? event.text : ""))
        )
        const { outputs } = yield* run.result
        if (text !== outputs.answer) return yield* Effect.die(new Error("the streamed text is not the answer"))
      })
    )
}

const changed = changedFloors()
if (changed.length > 0) throw new Error(`the floors were changed: ${changed.join(", ")}`)

await compare("W1 chain of 1,000", once(chain(1000)), floors.W1().run, 30, 20)
await compare("W2 one to 200 to one", once(fan(200)), floors.W2().run, 20, 40)
await compare("W3 200 diamonds", once(diamonds(200)), floors.W3().run, 30, 20)
await compare("W4 1,000 items of three nodes", once(iterated(1000)), floors.W4().run, 12, 5)
await compare("W5 10,000 runs of 5, 64 at a time", manyRuns(10_000, chain(5)), floors.W5().run, 12, 1)
await suspendedRuns()
await scaling("node at 5,000 over node at 50", once(chain(50)), 50, once(chain(5000)), 5000, 1.5)
await scaling("streamed diamond at 1,000 over at 100", streamed(100), 100, streamed(1000), 1000, 2.5)
await scaling(
  "round of 20 loops of 20 over one of 400",
  once(nestedLoops(1, 400)),
  400,
  once(nestedLoops(20, 20)),
  400,
  2
)
await scaling("item of 100 at a time over one at a time", once(iterated(100)), 100, once(iterated(100, 100)), 100, 1.5)
await scaling("line of a template of 200 over one of 20", once(templated(20)), 20, once(templated(200)), 200, 1.5)
await runtime.dispose()

for (const row of rows) {
  const verdict = row.ratio <= row.gate ? "ok  " : "FAIL"
  console.log(
    `${verdict} ${row.name.padEnd(38)} ${row.ours.padStart(12)}  floor ${row.floor.padStart(10)}  ${row.ratio.toFixed(1).padStart(5)} x  (gate ${row.gate} x)`
  )
}
if (rows.some((row) => row.ratio > row.gate)) process.exitCode = 1
