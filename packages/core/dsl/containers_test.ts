import { describe, it } from "@effect/vitest"
import { assert } from "vitest"
import { edge, node, places, readGraph } from "./_test_file.ts"

describe("resolveContainers", () => {
  it("reports nodes inside what is not there, no container, or themselves", () => {
    const nodes = [
      node("s", "start"),
      node("a", "echo", { iteration_id: "gone" }),
      node("b", "echo", { loop_id: "a" }),
      node("i", "iteration", { iteration_id: "j" }),
      node("j", "iteration", { iteration_id: "i" })
    ]
    const { document, problems } = readGraph(
      nodes,
      ["a", "b", "i", "j"].map((id) => edge("s", id))
    )
    assert.deepStrictEqual(places(problems), [
      "graph_container_invalid /workflow/graph/nodes/1/data/iteration_id",
      "graph_container_invalid /workflow/graph/nodes/2/data/loop_id",
      "graph_container_invalid /workflow/graph/nodes/3/data/iteration_id",
      "graph_container_invalid /workflow/graph/nodes/4/data/iteration_id"
    ])
    assert.isTrue(document.nodes.every(({ parent }) => parent === undefined))
  })

  it("does not take a parent of the canvas for a container", () => {
    const { problems } = readGraph([node("s", "start"), node("a", "echo", {}, { parentId: "group" })], [edge("s", "a")])
    assert.deepStrictEqual(problems, [])
  })

  it("reports a container that starts outside of itself", () => {
    const { problems } = readGraph(
      [node("s", "start"), node("i", "iteration", { start_node_id: "s" })],
      [edge("s", "i")]
    )
    assert.deepStrictEqual(places(problems), ["graph_container_invalid /workflow/graph/nodes/1/data/start_node_id"])
  })
})
