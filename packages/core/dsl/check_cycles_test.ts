import { describe, it } from "@effect/vitest"
import { assert } from "vitest"
import { chain, edge, node, readGraph } from "./_test_file.ts"

const cyclesOf = (nodes: ReadonlyArray<unknown>, edges: ReadonlyArray<unknown>) =>
  readGraph(nodes, edges)
    .problems.filter(({ code }) => code === "graph_cycle")
    .map(({ message, pointer, severity }) => [severity, message, pointer])

const nodes = ["a", "b", "c", "d", "e"].map((id) => node(id, "echo"))

describe("checkCycles", () => {
  it("finds no cycle in a diamond", () => {
    const edges = [...chain("s", "a", "c", "d"), ...chain("s", "b", "c")]
    assert.deepStrictEqual(cyclesOf([node("s", "start"), ...nodes], edges), [])
  })

  it("reports each cycle once, at its first node, whatever waits behind it", () => {
    const edges = [...chain("s", "b", "c", "b"), ...chain("c", "d", "e"), edge("a", "a")]
    assert.deepStrictEqual(cyclesOf([node("s", "start"), ...nodes], edges), [
      ["error", "these nodes wait for each other: a -> a", "/workflow/graph/nodes/1"],
      ["error", "these nodes wait for each other: b -> c -> b", "/workflow/graph/nodes/2"]
    ])
  })

  it("finds a cycle inside a container", () => {
    const inside = { iteration_id: "i" }
    const graph = [
      node("s", "start"),
      node("i", "iteration", { start_node_id: "x" }),
      node("x", "iteration-start", inside),
      node("y", "echo", inside)
    ]
    assert.deepStrictEqual(cyclesOf(graph, [edge("s", "i"), ...chain("x", "y", "x")]), [
      ["error", "these nodes wait for each other: x -> y -> x", "/workflow/graph/nodes/2"]
    ])
  })

  it("finds a cycle of 20,000 nodes without running out of stack, and names some of them", () => {
    const ids = Array.from({ length: 20_000 }, (_, index) => `n${index}`)
    const [cycle, ...others] = cyclesOf(
      ids.map((id) => node(id, "echo")),
      chain(...ids, "n0")
    )
    assert.deepStrictEqual(others, [])
    assert.strictEqual(cycle?.[2], "/workflow/graph/nodes/0")
    assert.include(cycle?.[1], "n0 -> n1 -> n2")
    assert.isBelow(cycle?.[1]?.length ?? Number.POSITIVE_INFINITY, 200)
  })

  it("finds a thousand cycles in time that grows with the graph only", () => {
    const ids = Array.from({ length: 2000 }, (_, index) => `n${index}`)
    const edges = ids.map((id, index) => edge(id, `n${index % 2 === 0 ? index + 1 : index - 1}`))
    const started = process.threadCpuUsage()
    assert.strictEqual(
      cyclesOf(
        ids.map((id) => node(id, "echo")),
        edges
      ).length,
      1000
    )
    assert.isBelow(process.threadCpuUsage(started).user / 1000, 2000)
  })
})
