import { assert, describe, it } from "@effect/vitest"
import { Effect, Fiber, Stream } from "effect"
import { graphWorkflow, type TestNode } from "../core/run/_test_graph_workflow.ts"
import { incrementNode, startNode } from "../core/run/_test_nodes.ts"
import { engineLayer } from "../core/run/_test_run_to_end.ts"
import { startEngineRun } from "./_test_engine_run.ts"
import type { LiveEvent } from "./live_event.ts"
import { watchRun } from "./watch_run.ts"

const length = 100

/** A chain of nodes that wait 5 ms each: about half a second of real time. */
const chain = graphWorkflow(
  [
    { id: "n0", type: startNode },
    ...Array.from(
      { length },
      (_, index): TestNode => ({ id: `n${index + 1}`, type: incrementNode, config: { from: `n${index}`, delay: 5 } })
    )
  ],
  Array.from({ length }, (_, index) => [`n${index}`, `n${index + 1}`] as const)
)

/** How many nodes a reader of these events knows as ready, once it was told the end. */
const readyNodes = (events: ReadonlyArray<LiveEvent>): number => {
  const known = new Map<string, string>()
  for (const { event, data } of events) {
    if (event === "snapshot") for (const node of data.node_outputs) known.set(node.node_id, node.node_status)
    if (event === "node_changed") known.set(data.node_id, data.node_status)
  }
  if (events.at(-1)?.event !== "workflow_run_completed") return 0
  return [...known.values()].filter((status) => status === "ready").length
}

/** Runs it once; returns how long it took, and how many watchers saw it whole. */
const watchedRun = (watchers: number) =>
  Effect.gen(function* () {
    const started = performance.now()
    const { run, stored } = yield* startEngineRun(chain, { v: 0 })
    const fibers = yield* Effect.forEach(Array.from({ length: watchers }), () =>
      Effect.forkChild(Stream.runCollect(watchRun(stored)))
    )
    yield* run.result
    const time = performance.now() - started
    const seen = yield* Effect.forEach(fibers, (fiber) => Fiber.join(fiber))
    const whole = seen.filter((events) => readyNodes(events) === length + 1)
    return { time, whole: whole.length }
  }).pipe(Effect.provide(engineLayer))

const fastest = (watchers: number) =>
  Effect.map(
    Effect.forEach([1, 2, 3], () => watchedRun(watchers)),
    (runs) => ({
      time: Math.min(...runs.map((run) => run.time)),
      whole: Math.min(...runs.map((run) => run.whole))
    })
  )

describe("a run that is watched", () => {
  it.live(
    "1,000 watchers see all of it and slow it down by less than half",
    () =>
      Effect.gen(function* () {
        const alone = yield* fastest(0)
        const watched = yield* fastest(1000)
        assert.strictEqual(watched.whole, 1000)
        assert.isBelow(watched.time / alone.time, 1.5, `${watched.time} ms instead of ${alone.time} ms`)
      }),
    { timeout: 60_000 }
  )

  it.live(
    "a thousand readers that never read cost it nothing",
    () =>
      Effect.gen(function* () {
        const alone = yield* fastest(0)
        const started = performance.now()
        const { run, stored } = yield* startEngineRun(chain, { v: 0 })
        const fibers = yield* Effect.forEach(Array.from({ length: 1000 }), () =>
          Effect.forkChild(Stream.runForEach(watchRun(stored), () => Effect.never))
        )
        yield* run.result
        const time = performance.now() - started
        yield* Effect.forEach(fibers, (fiber) => Fiber.interrupt(fiber))
        assert.isBelow(time / alone.time, 1.5, `${time} ms instead of ${alone.time} ms`)
      }).pipe(Effect.provide(engineLayer)),
    { timeout: 60_000 }
  )
})
