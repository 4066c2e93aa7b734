import { describe, expect, it } from "@effect/vitest"
import { NodeDefect, NodeFailure, type StoredRun } from "@flowglass/core"
import { Effect, Schema } from "effect"
import { TestClock } from "effect/testing"
import { defineNode } from "../core/node/define_node.ts"
import { graphWorkflow, type TestEdge, type TestNode } from "../core/run/_test_graph_workflow.ts"
import { incrementNode, parityNode, startNode } from "../core/run/_test_nodes.ts"
import { engineLayer } from "../core/run/_test_run_to_end.ts"
import { endEngineRun, startEngineRun, untilStarted } from "./_test_engine_run.ts"
import { MadeRun } from "./_test_made_run.ts"
import { runView } from "./run_view.ts"

/** Each node as `status: output status, ...`. */
const states = (run: StoredRun): Record<string, string> =>
  Object.fromEntries(
    runView(run)
      .snapshot()
      .node_outputs.map((node) => [
        node.node_id,
        `${node.node_status}: ${node.outputs.map((output) => `${output.name} ${output.status}`).join(", ")}`
      ])
  )

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

describe("RunView", () => {
  const value = { name: "v", type: "number", required: true } as const

  it("a node that waits for a person reads running, and its run paused", () => {
    const run = new MadeRun([{ id: "a", outputs: [value] }]).started("a").nodePaused("a").paused()
    expect(states(run)).toEqual({ a: "running: v running" })
    expect(runView(run).snapshot().workflow_run_status).toBe("paused")
    expect(runView(run).node("a")).toMatchObject({ node_completed_at: null })
    run.resumed().started("a")
    expect(runView(run).status).toBe("running")
    run.finished("a", { outputs: { v: 1 } }).ended()
    expect(states(run)).toEqual({ a: "ready: v ready" })
    expect(runView(run).node("a")).toMatchObject({ attempts: 1 })
  })

  it("a node without an end reads failed once its run has one", () => {
    const run = new MadeRun([{ id: "a", outputs: [value] }]).started("a").retried("a")
    expect(states(run)).toEqual({ a: "running: v running" })
    run.ended("failed")
    expect(states(run)).toEqual({ a: "failed: v failed" })
    expect(
      runView(run)
        .changedSince(3)
        .map(({ facts, node }) => [facts, node.node_id])
    ).toEqual([[3, "a"]])
  })

  it("an execution that a continued run starts again is neither a new round nor a new start", () => {
    const run = new MadeRun([{ id: "loop" }, { id: "a" }]).started("loop").framed(1, "loop", 0).framed(2, "loop", 1)
    run.started("a", { frame: 1 }).started("a", { frame: 2 })
    const began = runView(run).node("a")?.node_started_at
    run.started("a", { frame: 1 }).started("a", { frame: 2 })
    expect(runView(run).node("a")).toMatchObject({ rounds: 2, attempts: 1, node_started_at: began })
    run.finished("a", { frame: 1, outputs: { v: 1 } })
    expect(runView(run).node("a")?.node_status).toBe("running")
  })

  it("shows the graph of the run: nodes in its order, none twice, none that are not in it", () => {
    const run = new MadeRun([{ id: "b" }, { id: "a", title: "First" }])
    run.started("a").finished("a", { outputs: { v: 1 } })
    run.started("ghost", { node: 7 }).finished("ghost", { node: 7 })
    const nodes = runView(run).snapshot().node_outputs
    expect(nodes.map((node) => [node.node_id, node.node_display_name])).toEqual([
      ["b", "b"],
      ["a", "First"]
    ])
  })

  it("looks the same whether it grew with the run or came afterwards", () => {
    const run = new MadeRun([{ id: "a", outputs: [value] }, { id: "b" }])
    const early = runView(run)
    early.snapshot()
    run.started("a")
    early.snapshot()
    run
      .finished("a", { outputs: { v: 1 } })
      .started("b")
      .ended("failed")
    const late = runView({
      accepted: run.accepted,
      graph: run.graph,
      facts: () => run.facts(),
      subscribe: () => () => undefined
    })
    expect(late).not.toBe(early)
    expect(early.snapshot()).toEqual(late.snapshot())
    expect(runView(run)).toBe(early)
  })

  it("a node is viewed again only when it changed", () => {
    const run = new MadeRun([{ id: "a" }, { id: "b" }]).started("a").finished("a").started("b")
    const view = runView(run)
    const [a, b] = view.snapshot().node_outputs
    run.finished("b")
    const [sameA, newB] = view.snapshot().node_outputs
    expect(sameA).toBe(a)
    expect(newB).not.toBe(b)
    expect(view.node("a")).toBe(a)
  })
})
