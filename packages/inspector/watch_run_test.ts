import { assert, describe, expect, it } from "@effect/vitest"
import { Effect, Fiber, Queue, Stream } from "effect"
import { TestClock } from "effect/testing"
import { MadeRun } from "./_test_made_run.ts"
import { CountedRun, collect, nodes, short, watching } from "./_test_watching.ts"
import type { LiveEvent } from "./live_event.ts"
import { runView } from "./run_view.ts"
import { watchRun } from "./watch_run.ts"

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

  it.effect("tells of a node that runs, tries again, succeeds, waits for somebody, fails and is handled", () =>
    Effect.gen(function* () {
      const run = new MadeRun(nodes)
      const { names, seen, fiber } = yield* watching(run)
      const changes: ReadonlyArray<() => void> = [
        () => run.started("a"),
        () => run.retried("a").started("a", { attempt: 1 }),
        () => run.finished("a", { attempt: 1 }),
        () => run.started("b"),
        () => run.nodePaused("b"),
        () => run.finished("b", { status: "exception" }),
        () => run.started("c"),
        () => run.finished("c", { status: "failed" })
      ]
      for (const change of changes) {
        change()
        yield* TestClock.adjust(100)
      }
      run.ended("failed")
      yield* TestClock.adjust(100)
      yield* Fiber.join(fiber)
      expect(names()).toEqual([
        "snapshot",
        "a running",
        "a running",
        "a ready",
        "b running",
        "b running",
        "b failed",
        "c running",
        "c failed",
        "completed"
      ])
      expect(seen[2]?.event).toMatchObject({ data: { attempts: 2 } })
      expect(seen[5]?.event).toMatchObject({ data: { paused: true } })
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
