import { assert, describe, it } from "@effect/vitest"
import { Effect, Fiber, Schema, Stream } from "effect"
import { TestClock } from "effect/testing"
import { defineNode } from "../node/define_node.ts"
import { graphWorkflow } from "./_test_graph_workflow.ts"
import { incrementNode, startNode } from "./_test_nodes.ts"
import { engineLayer, runToEnd } from "./_test_run_to_end.ts"
import { RunEngine } from "./run_engine.ts"

const start = { id: "s", type: startNode }

const increment = (id: string, from: string, extra: { delay?: number; fails?: number } = {}) => ({
  id,
  type: incrementNode,
  config: { from, ...extra }
})

describe("the time of a run and of its nodes", () => {
  it.effect("weakness 7: stop interrupts running nodes at once", () =>
    Effect.gen(function* () {
      const engine = yield* RunEngine
      const workflow = graphWorkflow([start, increment("c", "s", { delay: 60_000 })], [["s", "c"]])
      const run = yield* engine.start(
        workflow,
        { inputs: {}, files: [], environment: {}, conversation: {}, mocks: {} },
        {}
      )
      yield* run.stop()
      const events = yield* Stream.runCollect(run.events)
      const result = yield* run.result
      assert.strictEqual(result.status, "stopped")
      assert.strictEqual(result.error?.code, "run_stopped")
      assert.deepStrictEqual(
        events.slice(-2).map((event) => event.event),
        ["node_stopped", "run_stopped"]
      )
    }).pipe(Effect.provide(engineLayer))
  )

  it.effect("a node that does not let go is given up after two seconds, and what it does later changes nothing", () =>
    Effect.gen(function* () {
      const stubborn = defineNode({
        ...incrementNode.description,
        type: "stubborn",
        config: Schema.Struct({}),
        outputs: () => [],
        run: () => Effect.uninterruptible(Effect.delay(Effect.succeed({ outputs: { late: true } }), 60_000))
      })
      const workflow = graphWorkflow(
        [start, increment("c", "s", { fails: 1, delay: 5 }), { id: "u", type: stubborn }],
        [
          ["s", "c"],
          ["s", "u"]
        ]
      )
      const fiber = yield* Effect.forkChild(runToEnd(workflow))
      yield* TestClock.adjust(5 + 1999)
      assert.isUndefined(fiber.pollUnsafe())
      yield* TestClock.adjust(1)
      const { path, result } = yield* Fiber.join(fiber)
      yield* TestClock.adjust(60_000)
      assert.deepStrictEqual(path.slice(-2), ["node_stopped u", "run_failed c"])
      assert.strictEqual(result.status, "failed")
    })
  )

  it.effect("weakness 8: the time limit ends a run whose only node never finishes", () =>
    Effect.gen(function* () {
      const workflow = graphWorkflow([start, increment("c", "s", { delay: 1e9 })], [["s", "c"]])
      const fiber = yield* Effect.forkChild(runToEnd(workflow, {}, { limits: { time: 1500 } }))
      yield* TestClock.adjust(1600)
      const { result } = yield* Fiber.join(fiber)
      assert.strictEqual(result.status, "failed")
      assert.strictEqual(result.error?.code, "run_time_limit_exceeded")
    })
  )

  it.effect("weakness 8: a node that overruns its own limit fails, and its retry gets the whole time again", () =>
    Effect.gen(function* () {
      const workflow = graphWorkflow(
        [
          start,
          {
            ...increment("c", "s", { delay: 150 }),
            policy: { maximumRetries: 1, retryInterval: 500, strategy: "default-value", defaultValue: { v: 3 } }
          }
        ],
        [["s", "c"]]
      )
      const fiber = yield* Effect.forkChild(runToEnd(workflow, {}, { limits: { nodeTime: 100 } }))
      yield* TestClock.adjust(2000)
      const { path, result, events } = yield* Fiber.join(fiber)
      assert.deepStrictEqual(
        path.filter((event) => event.endsWith(" c")),
        ["node_started c", "node_retry c", "node_exception c"]
      )
      assert.strictEqual(result.status, "partial-succeeded")
      const exception = events.find((event) => event.event === "node_exception")
      assert.strictEqual(exception?.error.code, "node_time_limit_exceeded")
    })
  )
})
