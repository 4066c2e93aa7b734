import { assert, describe, it } from "@effect/vitest"
import { Effect, Fiber } from "effect"
import { TestClock } from "effect/testing"
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
})
