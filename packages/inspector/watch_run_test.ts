import { assert, describe, expect, it } from "@effect/vitest"
import { Clock, Effect, Fiber, Queue, Stream } from "effect"
import { TestClock } from "effect/testing"
import * as fc from "fast-check"
import { type MadeNode, MadeRun } from "./_test_made_run.ts"
import type { LiveEvent } from "./live_event.ts"
import type { NodeView } from "./run_snapshot.ts"
import { runView } from "./run_view.ts"
import { type WatchOptions, watchRun } from "./watch_run.ts"

const nodes: ReadonlyArray<MadeNode> = ["a", "b", "c"].map((id) => ({
  id,
  outputs: [{ name: "v", type: "number", required: true }]
}))

/** A made run that counts who listens. */
class CountedRun extends MadeRun {
  listeners = 0
  subscriptions = 0

  override subscribe(listener: () => void): () => void {
    this.listeners++
    this.subscriptions++
    const leave = super.subscribe(listener)
    let isGone = false
    return () => {
      if (!isGone) this.listeners--
      isGone = true
      leave()
    }
  }
}

interface Seen {
  readonly at: number
  readonly event: LiveEvent
}

/** Watches in the background and keeps what it sees, with the time it saw it. */
const watching = (run: MadeRun, options: WatchOptions = {}) =>
  Effect.gen(function* () {
    const seen: Array<Seen> = []
    const note = (event: LiveEvent) => Effect.map(Clock.currentTimeMillis, (at) => void seen.push({ at, event }))
    const fiber = yield* Effect.forkChild(Stream.runForEach(watchRun(run, options), note))
    yield* TestClock.adjust(0)
    return { seen, fiber, names: () => seen.map(({ event }) => short(event)) }
  })

const short = (event: LiveEvent): string => {
  if (event.event === "node_changed") return `${event.data.node_id} ${event.data.node_status}`
  return event.event.replace("workflow_run_", "")
}

const collect = (run: MadeRun, options?: WatchOptions) =>
  Effect.map(Stream.runCollect(watchRun(run, options)), Array.from<LiveEvent>)

describe("watchRun", () => {
  for (const status of ["succeeded", "failed", "stopped", "partial-succeeded"] as const) {
    it.effect(`stream_fast_path_when_run_already_terminal: ${status}`, () =>
      Effect.gen(function* () {
        const run = new CountedRun(nodes).started("a").finished("a").ended(status)
        const events = yield* collect(run)
        expect(events).toEqual([
          { event: "snapshot", id: 4, data: runView(run).snapshot() },
          {
            event: "workflow_run_completed",
            id: 4,
            data: { workflow_run_id: run.accepted.runId, workflow_run_status: status }
          }
        ])
      })
    )
  }

  it.effect("a run that has ended is not subscribed to", () =>
    Effect.gen(function* () {
      const run = new CountedRun(nodes)
      run.ended()
      yield* collect(run)
      assert.strictEqual(run.subscriptions, 0)
    })
  )

  it.effect("stream_live_emits_snapshot_then_node_changed_then_completion", () =>
    Effect.gen(function* () {
      const run = new MadeRun(nodes)
      const { names, fiber } = yield* watching(run)
      run.started("a")
      yield* TestClock.adjust(100)
      run.finished("a", { outputs: { v: 1 } }).started("b")
      yield* TestClock.adjust(100)
      run.finished("b").ended()
      yield* TestClock.adjust(100)
      yield* Fiber.join(fiber)
      expect(names()).toEqual(["snapshot", "a running", "a ready", "b running", "b ready", "completed"])
    })
  )

  it.effect("stream_skips_messages_for_nodes_that_are_not_in_the_graph", () =>
    Effect.gen(function* () {
      const run = new MadeRun(nodes)
      const { names } = yield* watching(run)
      run.started("a", { node: 99 }).started("b", { node: -1 })
      yield* TestClock.adjust(100)
      run.started("c").ended()
      yield* TestClock.adjust(100)
      expect(names()).toEqual(["snapshot", "c failed", "completed"])
    })
  )

  it.effect("shows a node at most ten times a second, the first change at once, the last state always", () =>
    Effect.gen(function* () {
      const run = new MadeRun(nodes)
      const { seen, fiber } = yield* watching(run)
      yield* TestClock.adjust(500)
      for (let step = 0; step < 1000; step++) {
        for (const id of ["a", "b"])
          run.started(id, { frame: step }).finished(id, { frame: step, outputs: { v: step } })
        yield* TestClock.adjust(3)
      }
      run.ended()
      yield* TestClock.adjust(100)
      yield* Fiber.join(fiber)
      const ofA = seen.filter(({ event }) => event.event === "node_changed" && event.data.node_id === "a")
      assert.strictEqual(ofA[0]?.at, 500)
      for (const [index, { at }] of ofA.entries()) assert.isAtLeast(at - (ofA[index - 10]?.at ?? -1000), 1000)
      assert.isAtLeast(ofA.length, 25)
      expect(ofA.at(-1)?.event).toMatchObject({ data: { outputs: [{ value_preview: 999 }] } })
    })
  )

  it.effect("a slow reader gets the latest state, and listens to nothing meanwhile", () =>
    Effect.gen(function* () {
      const run = new CountedRun(nodes)
      const queue = yield* Queue.bounded<LiveEvent>(1)
      const reading = Stream.runForEach(watchRun(run), (event) => Queue.offer(queue, event))
      const fiber = yield* Effect.forkChild(reading)
      yield* Queue.take(queue)
      run.started("a")
      yield* TestClock.adjust(100)
      run.finished("a")
      yield* TestClock.adjust(100)
      // The reader hangs on its second event now.
      for (let round = 1; round < 500; round++) {
        run.started("b", { frame: round }).finished("b", { frame: round, outputs: { v: round } })
      }
      assert.strictEqual(run.listeners, 0)
      run.ended()
      const rest: Array<string> = []
      while (rest.at(-1) !== "completed") {
        rest.push(short(yield* Queue.take(queue)))
        yield* TestClock.adjust(100)
      }
      yield* Fiber.join(fiber)
      expect(rest).toEqual(["a running", "a ready", "b ready", "completed"])
    })
  )

  it.effect("a reader that leaves frees its subscription, whenever it leaves", () =>
    Effect.gen(function* () {
      const run = new CountedRun(nodes)
      const { fiber } = yield* watching(run)
      assert.strictEqual(run.listeners, 1)
      for (let round = 0; round < 20; round++) {
        run.started("a", { frame: round })
        yield* TestClock.adjust(100)
        assert.strictEqual(run.listeners, 1)
      }
      assert.isAtMost(run.subscriptions, 21)
      yield* Fiber.interrupt(fiber)
      assert.strictEqual(run.listeners, 0)
      const first = yield* Stream.runCollect(Stream.take(watchRun(run), 1))
      assert.strictEqual(first.length, 1)
      assert.strictEqual(run.listeners, 0)
      const { fiber: pausing } = yield* watching(run)
      run.started("b")
      yield* TestClock.adjust(1)
      yield* Fiber.interrupt(pausing)
      assert.strictEqual(run.listeners, 0)
    })
  )

  it.effect("pauses and resumes are told, a paused run stays open", () =>
    Effect.gen(function* () {
      const run = new MadeRun(nodes)
      const { names, seen, fiber } = yield* watching(run)
      run.started("a").nodePaused("a").paused()
      yield* TestClock.adjust(100)
      yield* TestClock.adjust(60_000)
      run.resumed().finished("a")
      yield* TestClock.adjust(100)
      run.ended()
      yield* TestClock.adjust(100)
      yield* Fiber.join(fiber)
      expect(names()).toEqual(["snapshot", "a running", "paused", "a ready", "resumed", "completed"])
      expect(
        seen.flatMap(({ event }) => ("workflow_run_status" in event.data ? event.data.workflow_run_status : []))
      ).toEqual(["running", "paused", "running", "succeeded"])
    })
  )

  it.effect("a run that waits for somebody says so to a reader who comes later", () =>
    Effect.gen(function* () {
      const run = new MadeRun(nodes).started("a").paused()
      const { names, fiber } = yield* watching(run)
      expect(names()).toEqual(["snapshot", "paused"])
      yield* Fiber.interrupt(fiber)
    })
  )

  it.effect("text and log facts change no node, so they tell nothing", () =>
    Effect.gen(function* () {
      const run = new MadeRun(nodes).started("a")
      const { names, fiber } = yield* watching(run)
      const place = { seq: 0, epoch: 0, version: 1, at: 1, frame: 0, node: 0, attempt: 0 } as const
      run.append({ kind: "node_text", ...place, output: "text", text: "hello" })
      run.append({ kind: "node_log", ...place, data: {} })
      yield* TestClock.adjust(1000)
      expect(names()).toEqual(["snapshot"])
      run.finished("a")
      yield* TestClock.adjust(100)
      expect(names()).toEqual(["snapshot", "a ready"])
      yield* Fiber.interrupt(fiber)
    })
  )

  it.effect("a clock that jumps back an hour makes nobody wait", () =>
    Effect.gen(function* () {
      yield* TestClock.setTime(7_200_000)
      const run = new MadeRun(nodes)
      const { names, fiber } = yield* watching(run)
      yield* TestClock.setTime(3_600_000)
      run.started("a")
      yield* TestClock.adjust(100)
      expect(names()).toEqual(["snapshot", "a running"])
      yield* Fiber.interrupt(fiber)
    })
  )
})

describe("watchRun for a reader that comes back", () => {
  const run = new MadeRun(nodes)
    .started("a")
    .finished("a", { outputs: { v: 1 } })
    .started("b")

  it.effect("gets what changed since, and nothing when nothing did", () =>
    Effect.gen(function* () {
      const from2 = yield* watching(run, { from: 2 })
      expect(from2.names()).toEqual(["a ready", "b running"])
      const from3 = yield* watching(run, { from: 3 })
      expect(from3.names()).toEqual(["b running"])
      const from4 = yield* watching(run, { from: 4 })
      expect(from4.names()).toEqual([])
      for (const { fiber } of [from2, from3, from4]) yield* Fiber.interrupt(fiber)
    })
  )

  for (const from of [0, -1, 5, 1e300, 1.5, Number.NaN, Number.POSITIVE_INFINITY]) {
    it.effect(`gets a snapshot for an id that it cannot have: ${from}`, () =>
      Effect.gen(function* () {
        const { names, fiber } = yield* watching(run, { from })
        expect(names()).toEqual(["snapshot"])
        yield* Fiber.interrupt(fiber)
      })
    )
  }

  it.effect("is told the end once more, and nothing else", () =>
    Effect.gen(function* () {
      const ended = new MadeRun(nodes).started("a").finished("a").ended()
      expect((yield* collect(ended, { from: 4 })).map(short)).toEqual(["completed"])
      expect((yield* collect(ended, { from: 3 })).map(short)).toEqual(["completed"])
      expect((yield* collect(ended, { from: 2 })).map(short)).toEqual(["a ready", "completed"])
    })
  )

  it.effect("is told of a pause only if it does not know it", () =>
    Effect.gen(function* () {
      const paused = new MadeRun(nodes).started("a").paused()
      const knows = yield* watching(paused, { from: 3 })
      const doesNot = yield* watching(paused, { from: 2 })
      expect(knows.names()).toEqual([])
      expect(doesNot.names()).toEqual(["paused"])
      paused.resumed()
      yield* TestClock.adjust(100)
      expect(knows.names()).toEqual(["resumed"])
      expect(doesNot.names()).toEqual(["paused", "resumed"])
      for (const { fiber } of [knows, doesNot]) yield* Fiber.interrupt(fiber)
    })
  )

  it.effect("gets all nodes that were lost with the run, also after it got one of them", () =>
    Effect.gen(function* () {
      const lost = new MadeRun(nodes).started("a").started("b").ended("failed")
      const first = yield* Stream.runCollect(Stream.take(watchRun(lost, { from: 3 }), 1))
      expect(first.map(short)).toEqual(["a failed"])
      const again = yield* collect(lost, { from: first[0]?.id ?? 0 })
      expect(again.map(short)).toEqual(["a failed", "b failed", "completed"])
    })
  )

  /** What a client holds: the latest view of each node. */
  const apply = (known: Map<string, NodeView>, { event, data }: LiveEvent): void => {
    if (event === "snapshot") for (const node of data.node_outputs) known.set(node.node_id, node)
    if (event === "node_changed") known.set(data.node_id, data)
  }

  it.live("knows the whole run in the end, wherever its connection broke", () =>
    Effect.promise(() =>
      fc.assert(
        fc.asyncProperty(fc.array(fc.nat(8), { minLength: 1, maxLength: 30 }), fc.nat(6), (changes, breakAt) =>
          Effect.runPromise(
            Effect.gen(function* () {
              const made = new MadeRun(nodes)
              const known = new Map<string, NodeView>()
              let last: number | undefined
              const over = { seen: false }
              const connect = (limit: number) =>
                Effect.forkChild(
                  Stream.runForEach(
                    Stream.take(watchRun(made, last === undefined ? {} : { from: last }), limit),
                    (event) =>
                      Effect.sync(() => {
                        apply(known, event)
                        last = event.id
                        over.seen = event.event === "workflow_run_completed"
                      })
                  )
                )
              let connection = yield* connect(breakAt + 1)
              for (const change of changes) {
                const id = ["a", "b", "c"][change % 3] ?? "a"
                if (change < 3) made.started(id)
                else if (change < 6) made.started(id).finished(id, { outputs: { v: change } })
                else
                  made
                    .started(id)
                    .finished(id, { outputs: { v: change } })
                    .started("a")
                yield* TestClock.adjust(change * 20)
                if (connection.pollUnsafe() !== undefined) connection = yield* connect(breakAt + 1)
              }
              for (const { id } of nodes) if (runView(made).node(id)?.node_status === "running") made.finished(id)
              made.ended()
              for (let tries = 0; !over.seen && tries < 100; tries++) {
                yield* TestClock.adjust(100)
                if (connection.pollUnsafe() !== undefined && !over.seen) connection = yield* connect(breakAt + 1)
              }
              assert.isTrue(over.seen)
              assert.deepStrictEqual([...known.values()], runView(made).snapshot().node_outputs)
            }).pipe(Effect.provide(TestClock.layer()))
          )
        ),
        { numRuns: 200 }
      )
    )
  )
})
