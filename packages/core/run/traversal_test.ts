import { assert, describe, it } from "@effect/vitest"
import { Effect, Fiber } from "effect"
import { TestClock } from "effect/testing"
import { NodeState } from "../graph/decide_edge.ts"
import { graphWorkflow, type TestEdge, type TestNode } from "./_test_graph_workflow.ts"
import { incrementNode, parityNode, showNode, startNode } from "./_test_nodes.ts"
import { runToEnd } from "./_test_run_to_end.ts"
import type { Workflow } from "./workflow.ts"

const start: TestNode = { id: "s", type: startNode }
const parity = (id: string, from: string): TestNode => ({ id, type: parityNode, config: { from } })
const show = (id: string, template: string): TestNode => ({ id, type: showNode, config: { template } })
const increment = (id: string, from: string, delay?: number): TestNode => ({
  id,
  type: incrementNode,
  config: { from, ...(delay === undefined ? {} : { delay }) }
})
const entry = (id: string): TestNode => ({ id, type: startNode })

const isEdge = (event: string): boolean => event.startsWith("E ") || event.startsWith("X ")

/** What a frame starts from: a node's state, and how many of its incoming edges are undecided. */
const initial = ({ compiled }: Workflow, id: string): { readonly state: number; readonly undecided: number } => {
  const index = compiled.indexOf.get(id) ?? -1
  return {
    state: compiled.scopes[0]?.initial[compiled.nodes.length * 2 + index] ?? -1,
    undecided: compiled.scopes[0]?.initial[index] ?? -1
  }
}

describe("a branch", () => {
  it.effect("case 15: skips what was not selected, with all that hangs on it, before it takes the selected edge", () =>
    Effect.gen(function* () {
      const workflow = graphWorkflow(
        [parity("b", "b"), increment("yes", "b"), increment("no", "b"), increment("child", "no")],
        [
          ["b", "yes", "even"],
          ["b", "no", "odd"],
          ["no", "child"]
        ]
      )
      const { path } = yield* runToEnd(workflow)
      assert.deepStrictEqual(path, [
        "run_started",
        "node_started b",
        "X b>no",
        "X no>child",
        "E b>yes",
        "node_succeeded b",
        "node_started yes",
        "node_succeeded yes",
        "run_succeeded"
      ])
    })
  )

  it.effect("case 16: a skipped edge decides nothing while a sibling edge is undecided", () =>
    Effect.gen(function* () {
      const workflow = graphWorkflow(
        [start, parity("b", "s"), increment("slow", "s", 50), increment("join", "slow"), increment("yes", "s")],
        [
          ["s", "b"],
          ["s", "slow"],
          ["b", "yes", "even"],
          ["b", "join", "odd"],
          ["slow", "join"]
        ]
      )
      const fiber = yield* Effect.forkChild(runToEnd(workflow))
      yield* TestClock.adjust(50)
      const { path } = yield* Fiber.join(fiber)
      const skipped = path.indexOf("X b>join")
      assert.isAbove(skipped, 0)
      assert.isAbove(path.indexOf("node_started join"), path.indexOf("node_succeeded slow"))
      assert.isAbove(path.indexOf("node_succeeded slow"), path.indexOf("node_succeeded yes"))
      assert.strictEqual(path.filter((event) => event === "node_started join").length, 1)
    })
  )

  it.effect(
    "case 17: a skipped edge makes its target ready where another one was taken, ahead of the selected ones",
    () =>
      Effect.gen(function* () {
        const workflow = graphWorkflow(
          [start, increment("fast", "s"), parity("b", "s"), increment("yes", "b"), increment("join", "fast")],
          [
            ["s", "fast"],
            ["s", "b"],
            ["fast", "join"],
            ["b", "join", "odd"],
            ["b", "yes", "even"]
          ]
        )
        const { path } = yield* runToEnd(workflow)
        assert.deepStrictEqual(path.slice(path.indexOf("node_started b")), [
          "node_started b",
          "X b>join",
          "E b>yes",
          "node_succeeded b",
          "node_started join",
          "node_succeeded join",
          "node_started yes",
          "node_succeeded yes",
          "run_succeeded"
        ])
      })
  )

  it.effect("case 18: a node with only skipped edges is skipped, through two levels, depth first", () =>
    Effect.gen(function* () {
      const workflow = graphWorkflow(
        [parity("b", "b"), increment("l1", "b"), increment("l1b", "b"), increment("l2", "l1"), increment("l3", "l2")],
        [
          ["b", "l1", "odd"],
          ["b", "l1b", "odd"],
          ["l1", "l2"],
          ["l1b", "l2"],
          ["l2", "l3"]
        ]
      )
      const { path, result } = yield* runToEnd(workflow)
      assert.deepStrictEqual(path.filter(isEdge), ["X b>l1", "X l1>l2", "X b>l1b", "X l1b>l2", "X l2>l3"])
      assert.strictEqual(result.status, "succeeded")
      assert.strictEqual(result.total_steps, 1)
    })
  )

  it.effect(
    "case 67: three ways that join again: each is decided once, the join waits for the one that was taken",
    () =>
      Effect.gen(function* () {
        const workflow = graphWorkflow(
          [
            parity("i", "i"),
            increment("ca", "i"),
            increment("cf", "i"),
            increment("cb", "i"),
            show("j", "[{{#ca.v#}}|{{#cb.v#}}]")
          ],
          [
            ["i", "ca", "odd"],
            ["i", "cb", "even"],
            ["i", "cf", "never"],
            ["ca", "j"],
            ["cb", "j"],
            ["cf", "j"]
          ]
        )
        const { path, result } = yield* runToEnd(workflow)
        assert.deepStrictEqual(
          path.filter((event) => !event.startsWith("chunk")),
          [
            "run_started",
            "node_started i",
            "X i>ca",
            "X ca>j",
            "X i>cf",
            "X cf>j",
            "E i>cb",
            "node_succeeded i",
            "node_started cb",
            "E cb>j",
            "node_succeeded cb",
            "node_started j",
            "node_succeeded j",
            "run_succeeded"
          ]
        )
        assert.strictEqual(result.outputs.answer, "[|1]")
      })
  )

  it.effect("weakness 41, case 75: a handle without an edge ends its way in plain sight, and the run well", () =>
    Effect.gen(function* () {
      const workflow = graphWorkflow(
        [start, parity("b", "s"), show("a", "no")],
        [
          ["s", "b"],
          ["b", "a", "odd"]
        ]
      )
      const { path, result, facts } = yield* runToEnd(workflow)
      assert.deepStrictEqual(path.slice(-4), ["node_started b", "X b>a", "node_succeeded b", "run_succeeded"])
      assert.deepStrictEqual(result.outputs, {})
      const finish = facts.find((fact) => fact.kind === "node_finished" && fact.node === 1)
      assert.strictEqual(finish?.kind === "node_finished" ? finish.handle : "", "even")
    })
  )
})

describe("entries of a graph", () => {
  it("case 19: beside the entry that runs, another one and what only it leads to are skipped", () => {
    const workflow = graphWorkflow(
      [entry("a"), entry("b"), increment("of a", "a"), increment("of b", "b")],
      [
        ["a", "of a"],
        ["b", "of b"]
      ]
    )
    assert.deepStrictEqual(initial(workflow, "a"), { state: NodeState.unknown, undecided: 0 })
    assert.deepStrictEqual(initial(workflow, "of a"), { state: NodeState.unknown, undecided: 1 })
    assert.deepStrictEqual(initial(workflow, "b"), { state: NodeState.skipped, undecided: 0 })
    assert.deepStrictEqual(initial(workflow, "of b"), { state: NodeState.skipped, undecided: 0 })
  })

  it("case 20: what both lead to waits for the one that runs only", () => {
    const workflow = graphWorkflow(
      [entry("a"), entry("b"), increment("shared", "a")],
      [
        ["a", "shared"],
        ["b", "shared"]
      ]
    )
    assert.deepStrictEqual(initial(workflow, "shared"), { state: NodeState.unknown, undecided: 1 })
  })

  it.effect("case 21: of three the one in the middle runs, the others and their ends do not", () =>
    Effect.gen(function* () {
      const edges: ReadonlyArray<TestEdge> = [
        ["a", "x"],
        ["b", "y"],
        ["c", "z"]
      ]
      const nodes = [entry("a"), entry("b"), entry("c"), show("x", "x"), show("y", "y"), show("z", "z")]
      const workflow = graphWorkflow(nodes, edges, { root: "b" })
      for (const id of ["a", "c", "x", "z"]) assert.strictEqual(initial(workflow, id).state, NodeState.skipped, id)
      const { path, result } = yield* runToEnd(workflow)
      assert.deepStrictEqual(
        path.filter((event) => event.startsWith("node_started")),
        ["node_started b", "node_started y"]
      )
      assert.strictEqual(result.outputs.answer, "y")
    })
  )

  it("case 22: a way of three nodes behind an entry that does not run is skipped to its end", () => {
    const nodes = [entry("a"), entry("b"), increment("1", "b"), increment("2", "1"), increment("3", "2")]
    const workflow = graphWorkflow(nodes, [
      ["b", "1"],
      ["1", "2"],
      ["2", "3"]
    ])
    for (const id of ["b", "1", "2", "3"]) assert.strictEqual(initial(workflow, id).state, NodeState.skipped, id)
  })

  it("case 23: a node without incoming edges that is no entry never runs either (decision: unreachable is a warning)", () => {
    const workflow = graphWorkflow(
      [entry("a"), increment("orphan", "a"), increment("end", "a")],
      [
        ["a", "end"],
        ["orphan", "end"]
      ]
    )
    assert.strictEqual(initial(workflow, "orphan").state, NodeState.skipped)
    assert.deepStrictEqual(initial(workflow, "end"), { state: NodeState.unknown, undecided: 1 })
    assert.strictEqual(graphWorkflow([], []).compiled.scopes[0]?.initial.length, 0)
  })
})

describe("long graphs", () => {
  /** start -> b, and a chain of `length` nodes behind the handle that is not selected. */
  const skippedChain = (length: number): Workflow => {
    const nodes = [start, parity("b", "s"), ...Array.from({ length }, (_, index) => increment(`n${index}`, "s"))]
    const edges = Array.from({ length: length - 1 }, (_, index): TestEdge => [`n${index}`, `n${index + 1}`])
    return graphWorkflow(nodes, [["s", "b"], ["b", "n0", "odd"], ...edges])
  }

  it.effect("weakness 36: a chain of 100,000 nodes is skipped without a stack of 100,000 calls", () =>
    Effect.gen(function* () {
      const { path, result } = yield* runToEnd(skippedChain(100_000))
      assert.strictEqual(result.status, "succeeded")
      assert.strictEqual(path.filter((event) => event.startsWith("X ")).length, 100_000)
      assert.strictEqual(path.filter((event) => event.startsWith("node_started")).length, 2)
    })
  )

  it("weakness 36: an entry that does not run is marked through 100,000 nodes without a stack of 100,000 calls", () => {
    const length = 100_000
    const chain = Array.from({ length }, (_, index) => increment(`n${index}`, "b"))
    const edges = Array.from({ length: length - 1 }, (_, index): TestEdge => [`n${index}`, `n${index + 1}`])
    const workflow = graphWorkflow([entry("a"), entry("b"), ...chain], [["b", "n0"], ...edges])
    assert.strictEqual(initial(workflow, `n${length - 1}`).state, NodeState.skipped)
  })
})
