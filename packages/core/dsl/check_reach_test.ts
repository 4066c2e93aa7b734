import { describe, it } from "@effect/vitest"
import { assert } from "vitest"
import { chain, edge, node, places, readGraph } from "./_test_file.ts"

describe("checkReach and findRoot", () => {
  it("warns of nodes that no path from the start leads to", () => {
    const { problems } = readGraph(
      [node("s", "start"), node("a", "echo"), node("b", "echo"), node("c", "echo")],
      [edge("s", "a"), edge("b", "c")]
    )
    assert.deepStrictEqual(places(problems), [
      "graph_node_unreachable /workflow/graph/nodes/2",
      "graph_node_unreachable /workflow/graph/nodes/3"
    ])
    assert.isTrue(problems.every(({ severity }) => severity === "warning"))
  })

  it("enters containers by their start node, in the new and the old form", () => {
    const nodes = [
      node("s", "start"),
      node("new", "iteration"),
      node("first", "iteration-start", {}, { parentId: "new" }),
      node("x", "echo", { iteration_id: "new" }),
      node("lost", "echo", { iteration_id: "new" }),
      node("old", "iteration", { start_node_id: "y" }),
      node("y", "echo", { iteration_id: "old" })
    ]
    const { document, problems } = readGraph(nodes, [...chain("s", "new", "old"), edge("first", "x")])
    assert.deepStrictEqual(
      problems.map(({ message }) => message),
      ['node "lost" can never run: no path inside "new" leads to it']
    )
    assert.deepStrictEqual(
      document.nodes.map(({ parent }) => parent),
      [undefined, undefined, "new", "new", "new", undefined, "old"]
    )
  })

  it("starts at the first node that can be a start", () => {
    const triggers = [node("a", "echo"), node("t", "trigger-webhook"), node("u", "trigger-schedule")]
    const { document, problems } = readGraph(triggers, [edge("t", "a"), edge("u", "a")])
    assert.strictEqual(document.root, "t")
    assert.isFalse(problems.some(({ code }) => code === "graph_root_ambiguous" || code === "graph_node_unreachable"))
  })

  it("warns of a second start, and of a start beside triggers", () => {
    const { document, problems } = readGraph([node("s", "start"), node("t", "start")])
    assert.strictEqual(document.root, "s")
    assert.deepStrictEqual(places(problems), ["graph_root_ambiguous /workflow/graph/nodes/1/id"])
  })

  it("reports a graph without start", () => {
    assert.deepStrictEqual(places(readGraph([node("a", "echo")]).problems), [
      "graph_root_missing /workflow/graph/nodes"
    ])
  })
})
