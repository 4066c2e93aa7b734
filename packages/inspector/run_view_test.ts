import { describe, expect, it } from "@effect/vitest"
import { MadeRun } from "./_test_made_run.ts"
import { states } from "./_test_node_states.ts"
import { runView } from "./run_view.ts"

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
