import { describe, expect, it } from "@effect/vitest"
import { MadeRun } from "../_test_made_run.ts"
import { diamond, edge, kinds, ran, same } from "./_test_made_diff.ts"
import { diffRuns } from "./diff_runs.ts"

describe("causes and consequences", () => {
  it("tells the cause from what follows from it", () => {
    const diff = diffRuns(ran(same), ran({ ...same, a: 2, j: 2, e: 2 }))
    expect(kinds(diff)).toEqual(["a cause", "j consequence", "e consequence"])
    expect(diff).toMatchObject({ equal: false, first: "a" })
    expect(diff.nodes[0]).toEqual({
      node_id: "a",
      execution: "root/a",
      frame: "root",
      kind: "cause",
      changed: false,
      rewired: false,
      differences: [{ what: "outputs.v", left: 1, right: 2 }]
    })
  })

  it("branches beside each other have causes of their own", () => {
    expect(kinds(diffRuns(ran(same), ran({ s: 1, a: 2, b: 2, j: 2, e: 1 })))).toEqual([
      "a cause",
      "b cause",
      "j consequence"
    ])
  })

  it("a difference far below its cause is a consequence, also across nodes that are the same", () => {
    expect(kinds(diffRuns(ran(same), ran({ ...same, a: 2, e: 2 })))).toEqual(["a cause", "e consequence"])
  })

  it("a node whose configuration was changed is a cause, also below another one", () => {
    const nodes = (template: string) =>
      ["s", "a", "b", "j", "e"].map((id) => (id === "j" ? { id, data: { template } } : { id }))
    const diff = diffRuns(ran(same, { nodes: nodes("x") }), ran({ ...same, a: 2, j: 2, e: 2 }, { nodes: nodes("y") }))
    expect(diff.nodes.map((node) => [node.node_id, node.kind, node.changed])).toEqual([
      ["a", "cause", false],
      ["j", "cause", true],
      ["e", "consequence", false]
    ])
  })

  it("a node that only one of the graphs has was changed; what follows it is a consequence", () => {
    const nodes = ["s", "a", "b", "j", "n", "e"].map((id) => ({ id }))
    const edges = [...diamond.slice(0, 4), edge("j", "n"), edge("n", "e")]
    const diff = diffRuns(ran(same), ran({ s: 1, a: 1, b: 1, j: 1, n: 1, e: 2 }, { nodes, edges }))
    expect(diff.nodes).toMatchObject([
      { node_id: "e", kind: "consequence", changed: false },
      {
        node_id: "n",
        kind: "cause",
        changed: true,
        differences: [{ what: "status", left: "not run", right: "succeeded" }]
      }
    ])
    expect(diff.first).toBe("n")
  })

  it("a node that was changed without a difference is told, with where its answer came from", () => {
    const nodes = ["s", "a", "b", "j", "e"].map((id) => ({ id }))
    const edited = nodes.map((node) =>
      ["a", "b", "j"].includes(node.id) ? { ...node, data: { prompt: "new" } } : node
    )
    const before = ran({ ...same, j: undefined }, { nodes })
    const after = ran(
      { ...same, a: { status: "succeeded", outputs: { v: 1 }, mocked: true }, j: undefined },
      { nodes: edited }
    )
    const diff = diffRuns(before, after)
    expect(diff).toMatchObject({ equal: true, nodes: [] })
    expect(diff.changed).toEqual([
      { node_id: "a", answer: "mocked" },
      { node_id: "b", answer: "own" },
      { node_id: "j", answer: "none" }
    ])
    // One that differs is told with its differences.
    expect(diffRuns(before, ran({ ...same, a: 2, j: undefined }, { nodes: edited })).changed).toMatchObject([
      { node_id: "b" },
      { node_id: "j" }
    ])
  })

  it("a changed node is a cause, also when the inputs differ", () => {
    const nodes = (code: string) =>
      ["s", "a", "b", "j", "e"].map((id) => ({ id, data: { code: id === "a" ? code : "" } }))
    const diff = diffRuns(
      ran(same, { nodes: nodes("x"), inputs: { n: 1 } }),
      ran({ ...same, s: 2, a: 2 }, { nodes: nodes("y"), inputs: { n: 2 } })
    )
    expect(kinds(diff)).toEqual(["s consequence", "a cause"])
    expect(diff.first).toBe("a")
  })

  it("what comes before a container is the cause of what happens in it", () => {
    const nodes = [{ id: "s" }, { id: "loop", type: "loop" }, { id: "in", parent: "loop" }, { id: "e" }]
    const edges = [edge("s", "loop"), edge("loop", "e")]
    const looped = (value: number) =>
      new MadeRun(nodes, { edges })
        .started("s")
        .finished("s", { outputs: { v: value } })
        .started("loop")
        .framed(1, "loop", 0)
        .started("in", { frame: 1 })
        .finished("in", { frame: 1, outputs: { v: value } })
        .finished("loop", { outputs: { v: value } })
        .ended()
    expect(kinds(diffRuns(looped(1), looped(2)))).toEqual(["s cause", "in consequence", "loop consequence"])
  })
})
