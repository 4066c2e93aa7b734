import { assert, describe, expect, it } from "@effect/vitest"
import { Effect, Fiber, Stream } from "effect"
import { TestClock } from "effect/testing"
import * as fc from "fast-check"
import { MadeRun } from "./_test_made_run.ts"
import { collect, nodes, short, watching } from "./_test_watching.ts"
import type { LiveEvent } from "./live_event.ts"
import type { NodeView } from "./run_snapshot.ts"
import { runView } from "./run_view.ts"
import { watchRun } from "./watch_run.ts"

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
