import { assert, describe, it, vi } from "@effect/vitest"
import { Effect, Fiber, Stream } from "effect"
import { TestClock } from "effect/testing"
import { atMost, chain, increment, start, values, yieldNode } from "./_test_chain.ts"
import { graphWorkflow } from "./_test_graph_workflow.ts"
import { showNode, speakNode } from "./_test_nodes.ts"
import { engineLayer } from "./_test_run_to_end.ts"
import { RunEngine } from "./run_engine.ts"

describe("consumers of events", () => {
  it.live("weakness 2: wait without polling, come late, and read at their own pace", () =>
    Effect.gen(function* () {
      const engine = yield* RunEngine
      const workflow = chain(50, (index) => ({ id: `n${index}`, type: yieldNode }))
      const setTimeout = vi.spyOn(globalThis, "setTimeout")
      const run = yield* engine.start(workflow, values, {})
      const prompt = yield* Effect.forkChild(Stream.runCollect(run.events))
      const slow = yield* Effect.forkChild(
        Stream.runCollect(Stream.mapEffect(run.events, (event) => Effect.as(Effect.yieldNow, event)))
      )
      const all = yield* Fiber.join(prompt)
      const armed = setTimeout.mock.calls.length
      setTimeout.mockRestore()
      assert.isAtMost(armed, 1)
      assert.deepStrictEqual(yield* Fiber.join(slow), all)
      assert.deepStrictEqual(yield* Stream.runCollect(run.events), all)
      assert.strictEqual(all.at(-1)?.event, "run_succeeded")
    }).pipe(Effect.provide(engineLayer))
  )

  it.effect("weakness 2: what is kept of a run does not grow with every streamed word", () =>
    Effect.gen(function* () {
      const workflow = (words: number) =>
        graphWorkflow(
          [
            start,
            { id: "m", type: speakNode, config: { text: Array.from({ length: words }, () => "w").join(" ") } },
            { id: "a", type: showNode, config: { template: "{{#m.text#}}" } }
          ],
          [
            ["s", "m"],
            ["m", "a"]
          ]
        )
      const few = yield* atMost(workflow(3))
      const many = yield* atMost(workflow(3000))
      assert.isAbove(many.events.length, 3000)
      assert.strictEqual(many.facts.length, few.facts.length)
    })
  )

  it.effect("weakness 37: one that throws keeps its own failure and changes nothing for the run and for others", () =>
    Effect.gen(function* () {
      const engine = yield* RunEngine
      const run = yield* engine.start(
        chain(3, (index) => increment(`n${index}`, "s", 10)),
        values,
        {}
      )
      const thrower = yield* Effect.forkChild(
        Stream.runForEach(run.events, (event) =>
          event.event === "node_started" ? Effect.die(new Error("sore eyes")) : Effect.void
        )
      )
      const reader = yield* Effect.forkChild(Stream.runCollect(run.events))
      yield* TestClock.adjust(30)
      const exit = yield* Fiber.await(thrower)
      assert.include(String(exit), "sore eyes")
      assert.strictEqual((yield* run.result).status, "succeeded")
      assert.strictEqual((yield* Fiber.join(reader)).at(-1)?.event, "run_succeeded")
    }).pipe(Effect.provide(engineLayer))
  )
})
