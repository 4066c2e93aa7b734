import { assert, describe, it } from "@effect/vitest"
import { Effect, Fiber, Schema } from "effect"
import { TestClock } from "effect/testing"
import { defineNode } from "../node/define_node.ts"
import { graphWorkflow } from "./_test_graph_workflow.ts"
import { incrementNode, showNode, startNode } from "./_test_nodes.ts"
import { runToEnd } from "./_test_run_to_end.ts"

const start = { id: "s", type: startNode }

const increment = (id: string, from: string, extra: { delay?: number; fails?: number } = {}) => ({
  id,
  type: incrementNode,
  config: { from, ...extra }
})

const show = (id: string, template: string) => ({ id, type: showNode, config: { template } })

const fail = (): never => {
  throw new Error("sore throat")
}

describe("a node that fails", () => {
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

  it.effect("weakness 42: an answer under fail-branch keeps its outputs", () =>
    Effect.gen(function* () {
      const workflow = graphWorkflow(
        [start, { ...show("a", "kept"), policy: { strategy: "fail-branch" } }],
        [["s", "a"]]
      )
      assert.deepStrictEqual((yield* runToEnd(workflow)).result.outputs, { answer: "kept" })
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
