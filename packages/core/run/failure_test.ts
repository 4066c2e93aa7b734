import { assert, describe, it } from "@effect/vitest"
import { Effect, Fiber, Schema, Stream } from "effect"
import { TestClock } from "effect/testing"
import { NodeDefect } from "../error/run_errors.ts"
import { defineNode } from "../node/define_node.ts"
import { NodeFailure } from "../node/node_failure.ts"
import { RunStore } from "../store/run_store.ts"
import { graphWorkflow, type TestNode } from "./_test_graph_workflow.ts"
import { incrementNode, showNode, startNode } from "./_test_nodes.ts"
import { engineLayer, runToEnd } from "./_test_run_to_end.ts"
import { RunEngine } from "./run_engine.ts"
import type { RunEvent } from "./run_event.ts"

const start: TestNode = { id: "s", type: startNode }
const show = (id: string, template: string): TestNode => ({ id, type: showNode, config: { template } })
const increment = (id: string, from: string, extra: { delay?: number; fails?: number } = {}): TestNode => ({
  id,
  type: incrementNode,
  config: { from, ...extra }
})

const values = { inputs: {}, files: [], environment: {}, conversation: {}, mocks: {} }

const isTerminal = ({ event }: RunEvent): boolean =>
  ["run_succeeded", "run_partial_succeeded", "run_failed", "run_stopped"].includes(event)

/** Fails, but leaves behind what it did. */
const costlyNode = defineNode({
  ...incrementNode.description,
  type: "costly",
  config: Schema.Struct({}),
  outputs: () => [{ name: "v", type: "number", required: true }],
  run: () =>
    new NodeFailure(new NodeDefect({ message: "too dear" }), {
      type: "Costly",
      inputs: { asked: "much" },
      processData: { sent: "more" },
      metadata: { tool_info: "hammer" },
      outputs: { half: 1 },
      usage: { prompt_tokens: 3, completion_tokens: 4, total_tokens: 7 }
    })
})

describe("a failure that a strategy handles", () => {
  it.effect("cases 27 and 61: makes its node a branch, whose edges are skipped, then taken, before its finish", () =>
    Effect.gen(function* () {
      const nodes = [
        start,
        { ...increment("c", "s", { fails: 1 }), policy: { strategy: "fail-branch" } } as const,
        show("end", "fine"),
        show("endf", "failed")
      ]
      const workflow = graphWorkflow(nodes, [
        ["s", "c"],
        ["c", "end"],
        ["c", "endf", "fail-branch"]
      ])
      const { path, result, facts } = yield* runToEnd(workflow)
      assert.deepStrictEqual(path.slice(path.indexOf("node_started c")), [
        "node_started c",
        "X c>end",
        "E c>endf",
        'chunk endf "failed"',
        "node_exception c",
        "node_started endf",
        "node_succeeded endf",
        "run_partial_succeeded"
      ])
      const finish = facts.find((fact) => fact.kind === "node_finished" && fact.node === 1)
      assert(finish?.kind === "node_finished")
      assert.deepStrictEqual({ ...finish.outputs }, { error_message: "boom", error_type: "Boom" })
      assert.strictEqual(finish.handle, "fail-branch")
      assert.deepStrictEqual(result.outputs, { answer: "failed" })
      assert.strictEqual(result.exceptions_count, 1)
    })
  )

  it.effect("case 62: `success-branch` is taken on success (decision: Dify's engine skips it)", () =>
    Effect.gen(function* () {
      const nodes = [
        start,
        { ...increment("c", "s"), policy: { strategy: "fail-branch" } } as const,
        show("end", "fine")
      ]
      const workflow = graphWorkflow(nodes, [
        ["s", "c"],
        ["c", "end", "success-branch"]
      ])
      const { path, result } = yield* runToEnd(workflow)
      assert.include(path, "E c>end")
      assert.deepStrictEqual(result.outputs, { answer: "fine" })
    })
  )

  it.effect("case 63: goes on with default values and both error outputs", () =>
    Effect.gen(function* () {
      const policy = { strategy: "default-value", defaultValue: { v: 7 } } as const
      const nodes = [start, { ...increment("c", "s", { fails: 1 }), policy }, show("end", "{{#c.v#}}")]
      const { path, result, events } = yield* runToEnd(
        graphWorkflow(nodes, [
          ["s", "c"],
          ["c", "end"]
        ])
      )
      assert.isBelow(path.indexOf("E c>end"), path.indexOf("node_exception c"))
      const exception = events.find((event) => event.event === "node_exception")
      assert.deepStrictEqual(exception?.outputs, { v: 7, error_message: "boom", error_type: "Boom" })
      assert.deepStrictEqual(result.outputs, { answer: "7" })
      assert.strictEqual(result.exceptions_count, 1)
    })
  )

  it.effect("weakness 14: keeps tokens, inputs, process data, metadata and error", () =>
    Effect.gen(function* () {
      for (const strategy of ["default-value", "fail-branch"] as const) {
        const workflow = graphWorkflow([start, { id: "c", type: costlyNode, policy: { strategy } }], [["s", "c"]])
        const { events, result } = yield* runToEnd(workflow)
        const exception = events.find((event) => event.event === "node_exception")
        assert.deepStrictEqual(exception?.inputs, { asked: "much" })
        assert.deepStrictEqual(exception?.process_data, { sent: "more" })
        assert.deepStrictEqual(exception?.metadata, { tool_info: "hammer" })
        assert.deepStrictEqual(exception?.error, { code: "node_defect", type: "Costly", message: "too dear" })
        assert.strictEqual(result.total_tokens, 7)
      }
    })
  )
})

describe("a failure that nothing handles", () => {
  it.effect("case 65, weakness 12: is data, with one terminal event, live and stored; nothing is thrown", () =>
    Effect.gen(function* () {
      const workflow = graphWorkflow([start, increment("c", "s", { fails: 1 })], [["s", "c"]])
      const { path, events, result, facts } = yield* runToEnd(workflow)
      assert.deepStrictEqual(path.slice(-2), ["node_failed c", "run_failed c"])
      const ends = events.filter(isTerminal)
      assert.strictEqual(ends.length, 1)
      const [end] = ends
      const error = { code: "node_defect", type: "Boom", message: "boom" }
      assert.deepStrictEqual(end?.event === "run_failed" ? end.error : undefined, error)
      assert.deepStrictEqual(result.error, error)
      assert.strictEqual(result.exceptions_count, 1)
      const stored = facts.filter((fact) => fact.kind === "run_finished")
      assert.strictEqual(stored.length, 1)
      assert.deepStrictEqual(stored[0]?.error, error)
    })
  )

  it.effect("weakness 12: two neighbours that fail in the same moment end the run once, by the first", () =>
    Effect.gen(function* () {
      const nodes = [start, increment("a", "s", { fails: 1, delay: 5 }), increment("b", "s", { fails: 1, delay: 5 })]
      const workflow = graphWorkflow(nodes, [
        ["s", "a"],
        ["s", "b"]
      ])
      const fiber = yield* Effect.forkChild(runToEnd(workflow))
      yield* TestClock.adjust(5)
      const { path, events } = yield* Fiber.join(fiber)
      assert.deepStrictEqual(path.slice(-3), ["node_failed a", "node_stopped b", "run_failed a"])
      assert.strictEqual(events.filter(isTerminal).length, 1)
    })
  )

  it.effect("a node that interrupts itself has failed: nobody stopped it", () =>
    Effect.gen(function* () {
      const quitter = defineNode({
        ...incrementNode.description,
        type: "quitter",
        config: Schema.Struct({ delay: Schema.Number }),
        outputs: () => [],
        run: ({ delay }) => Effect.delay(Effect.interrupt, delay)
      })
      for (const delay of [0, 10]) {
        const workflow = graphWorkflow([start, { id: "q", type: quitter, config: { delay } }], [["s", "q"]])
        const fiber = yield* Effect.forkChild(runToEnd(workflow))
        yield* TestClock.adjust(10)
        const { path, result } = yield* Fiber.join(fiber)
        assert.deepStrictEqual(path.slice(-2), ["node_failed q", "run_failed q"])
        assert.strictEqual(result.error?.code, "node_defect")
      }
    })
  )
})

describe("retries", () => {
  it.effect("case 60: start once, a retry event each, one finish; healed is succeeded (decision)", () =>
    Effect.gen(function* () {
      const nodes = [
        start,
        { ...increment("c", "s", { fails: 2 }), policy: { maximumRetries: 2 } },
        show("end", "{{#c.v#}}")
      ]
      const { path, result, events } = yield* runToEnd(
        graphWorkflow(nodes, [
          ["s", "c"],
          ["c", "end"]
        ])
      )
      assert.deepStrictEqual(path.slice(path.indexOf("node_started c"), path.indexOf("node_started end")), [
        "node_started c",
        "node_retry c",
        "node_retry c",
        "E c>end",
        'chunk c "1"',
        "node_succeeded c"
      ])
      const indexes = events.flatMap((event) => (event.event === "node_retry" ? [event.retry_index] : []))
      assert.deepStrictEqual(indexes, [1, 2])
      assert.strictEqual(result.status, "succeeded")
      assert.strictEqual(result.total_steps, 3)
    })
  )

  it.effect("D6: a failed attempt leaves its inputs, process data, cost and error", () =>
    Effect.gen(function* () {
      const workflow = graphWorkflow(
        [start, { id: "c", type: costlyNode, policy: { maximumRetries: 1 } }],
        [["s", "c"]]
      )
      const { facts, result } = yield* runToEnd(workflow)
      const retried = facts.find((fact) => fact.kind === "node_retried")
      assert(retried?.kind === "node_retried")
      assert.deepStrictEqual(retried.inputs, { asked: "much" })
      assert.deepStrictEqual(retried.processData, { sent: "more" })
      assert.strictEqual(retried.usage?.total_tokens, 7)
      assert.deepStrictEqual(retried.error, { code: "node_defect", type: "Costly", message: "too dear" })
      assert.strictEqual(result.total_tokens, 14)
    })
  )

  it.effect("D5: a run that is stopped while a node waits for its retry leaves nothing in retry", () =>
    Effect.gen(function* () {
      const engine = yield* RunEngine
      const node = { ...increment("c", "s", { fails: 9 }), policy: { maximumRetries: 9, retryInterval: 60_000 } }
      const run = yield* engine.start(graphWorkflow([start, node], [["s", "c"]]), values, {})
      yield* TestClock.adjust(1000)
      yield* run.stop()
      const events = yield* Stream.runCollect(run.events)
      assert.deepStrictEqual(
        events.slice(-3).map(({ event }) => event),
        ["node_retry", "node_stopped", "run_stopped"]
      )
      const store = yield* RunStore
      const facts = (yield* store.find(run.id))?.facts() ?? []
      const finishes = facts.filter((fact) => fact.kind === "node_finished" && fact.node === 1)
      assert.deepStrictEqual(
        finishes.map((fact) => (fact.kind === "node_finished" ? fact.status : "")),
        ["stopped"]
      )
    }).pipe(Effect.provide(engineLayer))
  )

  it.effect("20,000 attempts of a node that fails at once neither break the stack nor keep a stop out", () =>
    Effect.gen(function* () {
      const node = { ...increment("c", "s", { fails: 1e9 }), policy: { maximumRetries: 20_000 } }
      const workflow = graphWorkflow([start, node], [["s", "c"]])
      const { result, facts } = yield* runToEnd(workflow)
      assert.strictEqual(result.error?.type, "Boom")
      assert.strictEqual(facts.filter((fact) => fact.kind === "node_retried").length, 20_000)

      const engine = yield* RunEngine
      const run = yield* engine.start(workflow, values, {})
      yield* Effect.yieldNow
      yield* run.stop()
      assert.strictEqual((yield* run.result).status, "stopped")
    }).pipe(Effect.provide(engineLayer))
  )
})
