import { assert, describe, it } from "@effect/vitest"
import * as fc from "fast-check"
import { graphWorkflow, type TestEdge } from "./_test_graph_workflow.ts"
import { incrementNode } from "./_test_nodes.ts"
import { isUpstream, upstreamPairs } from "./upstream_pairs.ts"

/** Random edges between up to 70 nodes, always towards the higher number; nodes stand in any order in the file. */
const graphs = fc
  .record({
    size: fc.integer({ min: 1, max: 70 }),
    ends: fc.array(fc.tuple(fc.nat(), fc.nat()), { maxLength: 120 }),
    turn: fc.nat()
  })
  .map(({ size, ends, turn }) => {
    const edges = ends
      .map(([left, right]): [number, number] => [left % size, right % size])
      .filter(([left, right]) => left !== right)
      .map(([left, right]): [number, number] => [Math.min(left, right), Math.max(left, right)])
    const ids = Array.from({ length: size }, (_, index) => (index + turn) % size)
    const nodes = ids.map((id) => ({ id: `n${id}`, type: incrementNode, config: { from: "n0" } }))
    const { compiled } = graphWorkflow(
      nodes,
      edges.map(([source, target]): TestEdge => [`n${source}`, `n${target}`])
    )
    return { size, compiled }
  })

describe("upstreamPairs", () => {
  it("finds of all pairs of a random graph those with a way from the first to the second", () => {
    fc.assert(
      fc.property(graphs, ({ size, compiled }) => {
        const all = Array.from({ length: size }, (_, index) => index)
        const found = upstreamPairs(
          compiled,
          all.flatMap((first) => all.map((second) => [first, second] as const))
        )
        for (const first of all) {
          const reached = new Set([first])
          for (const node of reached) {
            for (const edge of compiled.nodes[node]?.outgoing ?? []) reached.add(compiled.edges[edge]?.target ?? node)
          }
          for (const second of all) {
            assert.strictEqual(isUpstream(found, first, second), second !== first && reached.has(second))
          }
        }
      })
    )
  })

  it("finds only what it is asked for", () => {
    const { compiled } = graphWorkflow(
      ["a", "b", "c"].map((id) => ({ id, type: incrementNode, config: { from: "a" } })),
      [
        ["a", "b"],
        ["b", "c"]
      ]
    )
    const found = upstreamPairs(compiled, [
      [0, 2],
      [2, 0],
      [1, -1]
    ])
    assert.deepStrictEqual(
      [...found].map(([first, seconds]) => [first, [...seconds]]),
      [
        [0, [2]],
        [1, []],
        [2, []]
      ]
    )
  })
})
