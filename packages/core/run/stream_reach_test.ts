import { assert, describe, it } from "@effect/vitest"
import * as fc from "fast-check"
import type { CompiledGraph } from "../graph/compiled_graph.ts"
import { graphWorkflow, type TestEdge, type TestNode } from "./_test_graph_workflow.ts"
import { assignNode, incrementNode, parityNode, showNode, startNode } from "./_test_nodes.ts"
import { reachFrom } from "./stream_reach.ts"

const choice = fc.record({
  kind: fc.constantFrom("increment", "parity", "assign", "assign", "show", "show"),
  from: fc.array(fc.nat(), { minLength: 1, maxLength: 3 }),
  /** Few names, so that answers share them; many sets of them, so that they do not fit one reach. */
  names: fc.array(fc.integer({ min: 0, max: 7 }), { minLength: 1, maxLength: 3 })
})
type Choice = typeof choice extends fc.Arbitrary<infer Value> ? Value : never

const build = (choices: ReadonlyArray<Choice>) => {
  const nodes: Array<TestNode> = [{ id: "n0", type: startNode }]
  const edges: Array<TestEdge> = []
  for (const { kind, from, names } of choices) {
    const id = `n${nodes.length}`
    const made: { readonly [Kind in Choice["kind"]]: TestNode } = {
      increment: { id, type: incrementNode, config: { from: "n0" } },
      parity: { id, type: parityNode, config: { from: "n0" } },
      assign: { id, type: assignNode, config: { name: `v${names[0]}`, value: "" } },
      show: { id, type: showNode, config: { template: names.map((name) => `{{#conversation.v${name}#}}`).join("") } }
    }
    for (const source of new Set(from.map((one) => `n${one % nodes.length}`))) edges.push([source, id])
    nodes.push(made[kind])
  }
  return graphWorkflow(nodes, edges)
}

/** Nodes that are open from some nodes on, for the answer at `target`: by the definition, one answer at a time. */
const openFrom = (graph: CompiledGraph, target: number, from: Iterable<number>): ReadonlySet<number> => {
  const shown = new Set<string>()
  for (const part of graph.nodes[target]?.bound.streams ?? []) {
    if (part.kind === "reference") shown.add(part.selector.join("."))
  }
  const reached = new Set(from)
  for (const node of reached) {
    const compiled = graph.nodes[node]
    if (compiled === undefined || compiled.kind === "branch" || compiled.kind === "response") continue
    if (compiled.bound.writes.some((selector) => shown.has(selector.join(".")))) continue
    for (const edge of compiled.outgoing) reached.add(graph.edges[edge]?.target ?? node)
  }
  return reached
}

describe("reaches of answers in random graphs", () => {
  it("open each answer when its node is certain and nothing before it will still write what it shows", () => {
    let sharedReaches = 0
    fc.assert(
      fc.property(
        fc.array(choice, { minLength: 1, maxLength: 150, size: "max" }),
        fc.infiniteStream(fc.nat()),
        (choices, picks) => {
          const { compiled, plan: plans } = build(choices)
          const plan = plans?.[0]
          if (plan === undefined) return
          if (plan.reaches.length > 1) sharedReaches++
          const marks = plan.initial.map((reached) => reached.slice())
          const touched = new Set([0])
          const opened = new Set(plan.opened)
          const check = (): void => {
            for (const [index, { node }] of plan.templates.entries()) {
              const expected = openFrom(compiled, node, touched).has(node)
              assert.strictEqual(opened.has(index), expected, `${compiled.nodes[node]?.id}`)
            }
          }
          check()
          // Edges are taken in any order here: a reach does not count on the order of a run.
          for (let count = 0; count < 10 && compiled.edges.length > 0; count++) {
            const edge = compiled.edges[(picks.next().value ?? 0) % compiled.edges.length]
            if (edge === undefined) continue
            touched.add(edge.target)
            const found = reachFrom(plan.reaches, marks, plan.watches.get(edge.target) ?? [])
            assert.deepStrictEqual(
              [...found],
              [...new Set(found)].sort((left, right) => left - right)
            )
            for (const index of found) {
              assert.isFalse(opened.has(index))
              opened.add(index)
            }
            check()
          }
        }
      ),
      { numRuns: 200 }
    )
    assert.isAbove(sharedReaches, 0)
  })
})
