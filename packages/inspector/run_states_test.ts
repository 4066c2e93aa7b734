import { describe, expect, it } from "@effect/vitest"
import { NodeDefect, NodeFailure } from "@flowglass/core"
import { Effect, Schema } from "effect"
import { TestClock } from "effect/testing"
import { defineNode } from "../core/node/define_node.ts"
import { graphWorkflow, type TestEdge, type TestNode } from "../core/run/_test_graph_workflow.ts"
import { incrementNode, parityNode, startNode } from "../core/run/_test_nodes.ts"
import { engineLayer } from "../core/run/_test_run_to_end.ts"
import { endEngineRun, startEngineRun, untilStarted } from "./_test_engine_run.ts"
import { states } from "./_test_node_states.ts"
import { runView } from "./run_view.ts"

const start: TestNode = { id: "s", type: startNode }
const waiting = (id: string, from: string, more: Partial<TestNode> = {}, fails = 0): TestNode => ({
  id,
  type: incrementNode,
  config: { from, delay: 1000, fails },
  ...more
})

/** Declares two outputs and produces one. */
const half = defineNode({
  type: "half",
  version: "1",
  kind: "executable",
  summary: "",
  config: Schema.Struct({}),
  outputs: () => [
    { name: "there", type: "string", required: true },
    { name: "missing", type: "file", required: false }
  ],
  errors: [],
  example: { config: {}, outputs: {} },
  run: () => ({ outputs: { there: "yes", beside: [1] } })
})

describe("RunView of real runs", () => {
  it.effect("declared outputs are pending before, running during and ready after their node", () =>
    Effect.gen(function* () {
      const workflow = graphWorkflow(
        [start, waiting("a", "s"), waiting("b", "a")],
        [
          ["s", "a"],
          ["a", "b"]
        ]
      )
      const { run, stored } = yield* startEngineRun(workflow, { v: 1 })
      yield* untilStarted(stored, 2)
      expect(states(stored)).toEqual({ s: "ready: v ready", a: "running: v running", b: "idle: v pending" })
      yield* TestClock.adjust(1000)
      yield* untilStarted(stored, 3)
      expect(states(stored)).toEqual({ s: "ready: v ready", a: "ready: v ready", b: "running: v running" })
      yield* TestClock.adjust(1000)
      yield* run.result
      expect(states(stored)).toEqual({ s: "ready: v ready", a: "ready: v ready", b: "ready: v ready" })
      expect(runView(stored).snapshot().workflow_run_status).toBe("succeeded")
      expect(runView(stored).output("b", "v")).toMatchObject({ type: "number", value: 3 })
    }).pipe(Effect.provide(engineLayer))
  )

  it.effect("a declared output that a node did not produce is not_produced, one it did not declare is inferred", () =>
    Effect.gen(function* () {
      const run = yield* endEngineRun(graphWorkflow([start, { id: "h", type: half }], [["s", "h"]]))
      expect(runView(run).node("h")?.outputs).toMatchObject([
        { name: "there", type: "string", status: "ready", value_preview: "yes" },
        { name: "missing", type: "file", status: "not_produced", value_preview: null },
        { name: "beside", type: null, status: "ready", value_preview: [1], inferred: true }
      ])
      expect(runView(run).node("h")?.outputs[0]).not.toHaveProperty("inferred")
    })
  )

  it.effect("a node between two attempts reads running, and its attempts are counted", () =>
    Effect.gen(function* () {
      const policy = { maximumRetries: 2, retryInterval: 5000 }
      const workflow = graphWorkflow([start, waiting("a", "s", { policy }, 1)], [["s", "a"]])
      const { run, stored } = yield* startEngineRun(workflow)
      yield* untilStarted(stored, 2)
      const began = runView(stored).node("a")?.node_started_at
      yield* TestClock.adjust(2000)
      expect(stored.facts().map((fact) => fact.kind)).toContain("node_retried")
      expect(runView(stored).node("a")).toMatchObject({
        node_status: "running",
        attempts: 2,
        outputs: [{ status: "running" }]
      })
      yield* TestClock.adjust(6000)
      yield* run.result
      const node = runView(stored).node("a")
      expect(node).toMatchObject({ node_status: "ready", attempts: 2, node_started_at: began, elapsed_ms: 7000 })
      expect(node).not.toHaveProperty("error")
      expect(node).not.toHaveProperty("rounds")
    }).pipe(Effect.provide(engineLayer))
  )

  it.effect("a failure that a strategy handled reads failed, with its error and without values", () =>
    Effect.gen(function* () {
      const policy = { strategy: "default-value", defaultValue: { v: 9 } } as const
      const workflow = graphWorkflow(
        [start, { id: "a", type: incrementNode, config: { from: "s", fails: 1 }, policy }],
        [["s", "a"]]
      )
      const run = yield* endEngineRun(workflow)
      expect(runView(run).snapshot().workflow_run_status).toBe("partial-succeeded")
      expect(runView(run).node("a")).toMatchObject({
        node_status: "failed",
        error: { code: "node_defect", type: "Boom", message: "boom" },
        outputs: [
          { name: "v", status: "failed", value_preview: null },
          { name: "error_message", status: "failed", value_preview: null, inferred: true },
          { name: "error_type", status: "failed", value_preview: null, inferred: true }
        ]
      })
    })
  )

  it.effect("a failed run: the cause and the nodes stopped with it read failed, the rest stay pending", () =>
    Effect.gen(function* () {
      const failing: TestNode = { id: "bad", type: incrementNode, config: { from: "s", fails: 1, delay: 10 } }
      const edges: ReadonlyArray<TestEdge> = [
        ["s", "bad"],
        ["s", "slow"],
        ["bad", "later"]
      ]
      const workflow = graphWorkflow([start, failing, waiting("slow", "s"), waiting("later", "bad")], edges)
      const { run, stored } = yield* startEngineRun(workflow)
      yield* untilStarted(stored, 3)
      yield* TestClock.adjust(10)
      yield* run.result
      expect(states(stored)).toEqual({
        s: "ready: v ready",
        bad: "failed: v failed",
        slow: "failed: v failed",
        later: "idle: v pending"
      })
      expect(runView(stored).node("slow")?.error).toMatchObject({ code: "node_interrupted" })
      expect(runView(stored).status).toBe("failed")
    }).pipe(Effect.provide(engineLayer))
  )

  it.effect("a run that a user stopped is stopped, its working node failed", () =>
    Effect.gen(function* () {
      const workflow = graphWorkflow([start, waiting("a", "s")], [["s", "a"]])
      const { run, stored } = yield* startEngineRun(workflow)
      yield* untilStarted(stored, 2)
      yield* run.stop()
      yield* run.result
      expect(runView(stored).status).toBe("stopped")
      expect(states(stored)).toMatchObject({ a: "failed: v failed" })
    }).pipe(Effect.provide(engineLayer))
  )

  it.effect("a node that no branch chose stays idle, its outputs pending", () =>
    Effect.gen(function* () {
      const nodes: ReadonlyArray<TestNode> = [
        start,
        { id: "p", type: parityNode, config: { from: "s" } },
        { id: "even", type: incrementNode, config: { from: "s" } },
        { id: "odd", type: incrementNode, config: { from: "s" } }
      ]
      const edges: ReadonlyArray<TestEdge> = [
        ["s", "p"],
        ["p", "even", "even"],
        ["p", "odd", "odd"]
      ]
      const run = yield* endEngineRun(graphWorkflow(nodes, edges), { v: 1 })
      expect(states(run)).toMatchObject({ even: "idle: v pending", odd: "ready: v ready" })
    })
  )

  it.effect("a node that never ran shows no times, attempts or errors", () =>
    Effect.gen(function* () {
      const run = yield* endEngineRun(graphWorkflow([start, waiting("a", "s")], []))
      expect(Object.keys(runView(run).node("a") ?? {})).toEqual([
        "node_id",
        "node_kind",
        "node_display_name",
        "node_status",
        "node_started_at",
        "node_completed_at",
        "outputs"
      ])
      expect(runView(run).node("a")).toMatchObject({ node_started_at: null, node_completed_at: null })
    })
  )

  it.effect("a mocked node says so", () =>
    Effect.gen(function* () {
      const workflow = graphWorkflow(
        [start, waiting("a", "s"), { id: "b", type: half }],
        [
          ["s", "a"],
          ["a", "b"]
        ]
      )
      const run = yield* endEngineRun(workflow, {}, { values: { mocks: { "node:a": { v: 7 } } } })
      expect(runView(run).node("a")).toMatchObject({ mocked: true, outputs: [{ value_preview: 7 }] })
      expect(runView(run).node("b")).not.toHaveProperty("mocked")
    })
  )

  it.effect("a failure's own outputs stay hidden, as in Dify", () =>
    Effect.gen(function* () {
      const failing = defineNode({
        type: "failing",
        version: "1",
        kind: "executable",
        summary: "",
        config: Schema.Struct({}),
        outputs: () => [{ name: "body", type: "string", required: true }],
        errors: [NodeDefect],
        example: { config: {}, outputs: {} },
        run: () => new NodeFailure(new NodeDefect({ message: "no" }), { outputs: { body: "half", code: 500 } })
      })
      const run = yield* endEngineRun(graphWorkflow([start, { id: "f", type: failing }], [["s", "f"]]))
      expect(states(run)).toMatchObject({ f: "failed: body failed, code failed" })
      expect(runView(run).output("f", "body")).toMatchObject({ status: "failed", value: null })
    })
  )
})
