import { assert, describe, it } from "@effect/vitest"
import { Effect, Fiber, Schema, Stream } from "effect"
import { TestClock } from "effect/testing"
import { defineNode } from "../node/define_node.ts"
import { RunStore } from "../store/run_store.ts"
import { graphWorkflow } from "./_test_graph_workflow.ts"
import { incrementNode, parityNode, showNode, speakNode, startNode } from "./_test_nodes.ts"
import { engineLayer, runToEnd } from "./_test_run_to_end.ts"
import { RunEngine } from "./run_engine.ts"

const start = { id: "s", type: startNode }
const increment = (id: string, from: string, extra: { delay?: number; fails?: number } = {}) => ({
  id,
  type: incrementNode,
  config: { from, ...extra }
})
const show = (id: string, template: string) => ({ id, type: showNode, config: { template } })

describe("RunEngine", () => {
  it.effect("emits edges before the finish of their source, and that before its successor's start", () =>
    Effect.gen(function* () {
      const { path, result } = yield* runToEnd(graphWorkflow([start, show("a", "Hello")], [["s", "a"]]))
      assert.deepStrictEqual(path, [
        "run_started",
        'chunk a "Hello"',
        "node_started s",
        "E s>a",
        "node_succeeded s",
        "node_started a",
        "node_succeeded a",
        "run_succeeded"
      ])
      assert.deepStrictEqual(result.outputs, { answer: "Hello" })
      assert.strictEqual(result.total_steps, 2)
    })
  )

  it.effect("starts nothing with a limit that there is not or cannot be", () =>
    Effect.gen(function* () {
      const engine = yield* RunEngine
      const workflow = graphWorkflow([start, show("a", "Hello")], [["s", "a"]])
      const values = { inputs: {}, files: [], environment: {}, conversation: {}, mocks: {} }
      for (const limits of [{ steps: 0 }, { time: Number.NaN }, { concurrency: 0.5 }, JSON.parse('{"stepps": 1}')]) {
        const error = yield* Effect.flip(engine.start(workflow, values, { limits }))
        assert.strictEqual(error.code, "limit_invalid")
      }
      const store = yield* RunStore
      assert.deepStrictEqual(yield* store.list(), [])
    }).pipe(Effect.provide(engineLayer))
  )

  it.effect("skips the branches that were not selected, depth first, before it takes the selected one", () =>
    Effect.gen(function* () {
      const workflow = graphWorkflow(
        [
          start,
          { id: "i", type: parityNode, config: { from: "s" } },
          increment("a", "i"),
          increment("b", "i"),
          show("j", "{{#a.v#}}{{#b.v#}}")
        ],
        [
          ["s", "i"],
          ["i", "a", "even"],
          ["i", "b", "odd"],
          ["a", "j"],
          ["b", "j"]
        ]
      )
      const { path, result } = yield* runToEnd(workflow, { v: 1 })
      assert.deepStrictEqual(path.slice(3, 12), [
        "node_succeeded s",
        "node_started i",
        "X i>a",
        "X a>j",
        "E i>b",
        "node_succeeded i",
        "node_started b",
        "E b>j",
        'chunk b "2"'
      ])
      assert.strictEqual(result.outputs.answer, "2")
    })
  )

  it.effect("runs a join once, when no incoming edge is undecided and one was taken", () =>
    Effect.gen(function* () {
      const workflow = graphWorkflow(
        [
          start,
          increment("a", "s", { delay: 20 }),
          increment("b", "s", { delay: 10 }),
          show("j", "{{#a.v#}} {{#b.v#}}")
        ],
        [
          ["s", "a"],
          ["s", "b"],
          ["a", "j"],
          ["b", "j"]
        ]
      )
      const fiber = yield* Effect.forkChild(runToEnd(workflow))
      yield* TestClock.adjust(30)
      const { path, result } = yield* Fiber.join(fiber)
      assert.strictEqual(path.filter((event) => event === "node_started j").length, 1)
      assert.strictEqual(result.outputs.answer, "1 1")
      // Chunks keep template order although b was first.
      assert.deepStrictEqual(
        path.filter((event) => event.startsWith("chunk")),
        ['chunk a "1"', 'chunk j " "', 'chunk b "1"']
      )
    })
  )

  it.effect("weakness 10: a run that a retry healed has succeeded, and the retry is an event", () =>
    Effect.gen(function* () {
      const workflow = graphWorkflow(
        [start, { ...increment("c", "s", { fails: 2 }), policy: { maximumRetries: 2 } }, show("e", "{{#c.v#}}")],
        [
          ["s", "c"],
          ["c", "e"]
        ]
      )
      const { path, result } = yield* runToEnd(workflow)
      assert.deepStrictEqual(
        path.filter((event) => event.endsWith(" c")),
        ["node_started c", "node_retry c", "node_retry c", "node_succeeded c"]
      )
      assert.strictEqual(result.status, "succeeded")
      assert.strictEqual(result.exceptions_count, 0)
      assert.strictEqual(result.total_steps, 3)
    })
  )

  it.effect("weakness 4: while one node waits for its retry, its neighbours go on", () =>
    Effect.gen(function* () {
      const workflow = graphWorkflow(
        [
          start,
          { ...increment("c", "s", { fails: 1 }), policy: { maximumRetries: 1, retryInterval: 1000 } },
          increment("f", "s", { delay: 100 })
        ],
        [
          ["s", "c"],
          ["s", "f"]
        ]
      )
      const fiber = yield* Effect.forkChild(runToEnd(workflow))
      yield* TestClock.adjust(2000)
      const { events } = yield* Fiber.join(fiber)
      const at = (name: string, node: string): number =>
        events.find((event) => event.event === name && "node_id" in event && event.node_id === node)?.at ?? 0
      assert.isBelow(at("node_succeeded", "f") - at("node_started", "f"), 150)
      assert.isAtLeast(at("node_succeeded", "c") - at("node_retry", "c"), 1000)
    })
  )

  it.effect("takes the fail branch with the error as outputs, and keeps the error on the event (weakness 14, D3)", () =>
    Effect.gen(function* () {
      const workflow = graphWorkflow(
        [
          start,
          { ...increment("c", "s", { fails: 9 }), policy: { strategy: "fail-branch" } },
          show("ok", "ok"),
          show("bad", "{{#c.error_type#}}: {{#c.error_message#}}")
        ],
        [
          ["s", "c"],
          ["c", "ok"],
          ["c", "bad", "fail-branch"]
        ]
      )
      const { result, events } = yield* runToEnd(workflow)
      assert.strictEqual(result.status, "partial-succeeded")
      assert.strictEqual(result.exceptions_count, 1)
      assert.strictEqual(result.outputs.answer, "Boom: boom")
      const exception = events.find((event) => event.event === "node_exception")
      assert.deepStrictEqual(exception?.error, { code: "node_defect", type: "Boom", message: "boom" })
    })
  )

  it.effect("takes `source` and `success-branch` edges when a fail-branch node succeeds", () =>
    Effect.gen(function* () {
      const workflow = graphWorkflow(
        [
          start,
          { ...increment("c", "s"), policy: { strategy: "fail-branch" } },
          show("a", "a"),
          show("b", "b"),
          show("f", "f")
        ],
        [
          ["s", "c"],
          ["c", "a"],
          ["c", "b", "success-branch"],
          ["c", "f", "fail-branch"]
        ]
      )
      assert.strictEqual((yield* runToEnd(workflow)).result.outputs.answer, "ab")
    })
  )

  it.effect("goes on with default values, which the two error outputs win over", () =>
    Effect.gen(function* () {
      const defaultValue = { v: 7, error_type: "mine" }
      const workflow = graphWorkflow(
        [
          start,
          { ...increment("c", "s", { fails: 9 }), policy: { strategy: "default-value", defaultValue } },
          show("e", "{{#c.v#}} {{#c.error_type#}}")
        ],
        [
          ["s", "c"],
          ["c", "e"]
        ]
      )
      const { result } = yield* runToEnd(workflow)
      assert.strictEqual(result.status, "partial-succeeded")
      assert.strictEqual(result.outputs.answer, "7 Boom")
    })
  )

  it.effect("weaknesses 9 and 43: a failure stops its neighbours, each with one finish, and starts nothing more", () =>
    Effect.gen(function* () {
      const workflow = graphWorkflow(
        [
          start,
          increment("c", "s", { fails: 1, delay: 5 }),
          increment("f", "s", { delay: 1000 }),
          increment("after", "f")
        ],
        [
          ["s", "c"],
          ["s", "f"],
          ["f", "after"]
        ]
      )
      const fiber = yield* Effect.forkChild(runToEnd(workflow))
      yield* TestClock.adjust(10)
      const { path, result } = yield* Fiber.join(fiber)
      assert.deepStrictEqual(path.slice(-3), ["node_failed c", "node_stopped f", "run_failed c"])
      assert.deepStrictEqual(result.error, { code: "node_defect", type: "Boom", message: "boom" })
      assert.strictEqual(result.status, "failed")
    })
  )

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

  it.effect("D2: the step limit fails the run with its code, live and stored", () =>
    Effect.gen(function* () {
      const workflow = graphWorkflow(
        [start, increment("a", "s"), increment("b", "a")],
        [
          ["s", "a"],
          ["a", "b"]
        ]
      )
      const { result, facts } = yield* runToEnd(workflow, {}, { limits: { steps: 2 } })
      assert.strictEqual(result.error?.code, "run_step_limit_exceeded")
      const end = facts.at(-1)
      assert.strictEqual(end?.kind === "run_finished" ? end.status : "", "failed")
    })
  )

  it.effect("weakness 16: a join behind a node that can never run does not wait for it", () =>
    Effect.gen(function* () {
      const workflow = graphWorkflow(
        [start, increment("orphan", "s"), show("j", "joined")],
        [
          ["s", "j"],
          ["orphan", "j"]
        ]
      )
      assert.strictEqual((yield* runToEnd(workflow)).result.outputs.answer, "joined")
    })
  )

  it.effect("weakness 42: an answer under fail-branch keeps its outputs", () =>
    Effect.gen(function* () {
      const workflow = graphWorkflow(
        [start, { ...show("a", "kept"), policy: { strategy: "fail-branch" } }],
        [["s", "a"]]
      )
      assert.deepStrictEqual((yield* runToEnd(workflow)).result.outputs, { answer: "kept" })
    })
  )

  it.effect("streams a model's words in place, and withdraws those of a failed attempt", () =>
    Effect.gen(function* () {
      const workflow = graphWorkflow(
        [
          start,
          { id: "m", type: speakNode, config: { text: "a b", fails: 1 }, policy: { maximumRetries: 1 } },
          show("e", "<{{#m.text#}}>")
        ],
        [
          ["s", "m"],
          ["m", "e"]
        ]
      )
      const fiber = yield* Effect.forkChild(runToEnd(workflow))
      yield* TestClock.adjust(100)
      const { path, facts } = yield* Fiber.join(fiber)
      assert.deepStrictEqual(
        path.filter((event) => event.startsWith("chunk") || event.startsWith("node_retry")),
        [
          'chunk e "<"',
          'chunk m "a"',
          "chunk_reset m",
          "node_retry m",
          'chunk m "a"',
          'chunk m "b"',
          'chunk m ""',
          'chunk e ">"'
        ]
      )
      const texts = facts.flatMap((fact) => (fact.kind === "node_text" ? [fact.text] : []))
      assert.deepStrictEqual(texts, ["a", "ab"])
    })
  )

  it.effect("a node that throws, at once or later, is a failed node and not a broken engine", () =>
    Effect.gen(function* () {
      for (const late of [false, true]) {
        const thrower = defineNode({
          ...incrementNode.description,
          type: "thrower",
          config: Schema.Struct({}),
          outputs: () => [],
          run: () => {
            if (late) return Effect.sync(() => fail())
            return fail()
          }
        })
        const { result } = yield* runToEnd(graphWorkflow([start, { id: "t", type: thrower }], [["s", "t"]]))
        assert.deepStrictEqual(result.error, {
          code: "node_defect",
          type: "WorkflowNodeError",
          message: "Node t (thrower) broke: sore throat"
        })
      }
    })
  )
})

const fail = (): never => {
  throw new Error("sore throat")
}
