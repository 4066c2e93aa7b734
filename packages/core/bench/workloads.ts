import { iterationStart, loopStart } from "../node/container_entries.ts"
import { iteration } from "../node/iteration.ts"
import { loop } from "../node/loop.ts"
import { templateTransform } from "../node/template_transform.ts"
import { graphWorkflow, type TestEdge, type TestNode } from "../run/_test_graph_workflow.ts"
import type { Workflow } from "../run/workflow.ts"
import {
  benchAnswer,
  benchCount,
  benchGate,
  benchIncrement,
  benchItems,
  benchJoin,
  benchParity,
  benchStart
} from "./bench_nodes.ts"

/** A workload: the graph, how many events a run of it has, and what its last node comes to. */
export interface Workload {
  readonly workflow: Workflow
  readonly events: number
  readonly last: string
  readonly value: number
}

const start: TestNode = { id: "s", type: benchStart }

/** A start and `n` increments in a row: a node has a start, an edge and a finish. */
export const chain = (n: number): Workload => {
  const nodes = [
    start,
    ...Array.from(
      { length: n },
      (_, i): TestNode => ({ id: `n${i}`, type: benchIncrement, config: { from: i === 0 ? "s" : `n${i - 1}` } })
    )
  ]
  const edges = nodes.slice(1).map((node, i): TestEdge => [i === 0 ? "s" : `n${i - 1}`, node.id])
  return { workflow: graphWorkflow(nodes, edges), events: 2 + 2 * (n + 1) + n, last: `n${n - 1}`, value: n }
}

/** One node to `n` increments to one join. */
export const fan = (n: number): Workload => {
  const ids = Array.from({ length: n }, (_, i) => `f${i}`)
  const nodes: Array<TestNode> = [
    start,
    ...ids.map((id): TestNode => ({ id, type: benchIncrement, config: { from: "s" } }))
  ]
  nodes.push({ id: "j", type: benchJoin, config: { from: ids, sum: true } })
  const edges = [...ids.map((id): TestEdge => ["s", id]), ...ids.map((id): TestEdge => [id, "j"])]
  return { workflow: graphWorkflow(nodes, edges), events: 2 + 2 * (n + 2) + 2 * n, last: "j", value: n }
}

/** `n` diamonds in a row: branch by parity, an increment on each side, a join. */
export const diamonds = (n: number, template?: string): Workload => {
  const nodes: Array<TestNode> = [start]
  const edges: Array<TestEdge> = []
  for (let i = 0; i < n; i++) {
    const before = i === 0 ? "s" : `j${i - 1}`
    nodes.push({ id: `if${i}`, type: benchParity, config: { from: before } })
    nodes.push(
      { id: `t${i}`, type: benchIncrement, config: { from: `if${i}` } },
      { id: `o${i}`, type: benchIncrement, config: { from: `if${i}` } }
    )
    nodes.push({ id: `j${i}`, type: benchJoin, config: { from: [`t${i}`, `o${i}`], sum: false } })
    edges.push(
      [before, `if${i}`],
      [`if${i}`, `t${i}`, "even"],
      [`if${i}`, `o${i}`, "odd"],
      [`t${i}`, `j${i}`],
      [`o${i}`, `j${i}`]
    )
  }
  if (template !== undefined) {
    nodes.push({ id: "a", type: benchAnswer, config: { answer: template } })
    edges.push([`j${n - 1}`, "a"])
  }
  // Each diamond: three executions and five decided edges; the way in counts as one of them.
  const events = 2 + 2 + n * (3 * 2 + 5)
  return { workflow: graphWorkflow(nodes, edges), events, last: `j${n - 1}`, value: n }
}

/** An iteration over `n` items, three increments each; `width` of them at a time. */
export const iterated = (n: number, width = 1): Workload => {
  const inside = (id: string, from: string): TestNode => ({ id, type: benchIncrement, config: { from }, parent: "it" })
  const nodes: ReadonlyArray<TestNode> = [
    { id: "s", type: benchItems, config: { length: n } },
    {
      id: "it",
      type: iteration,
      config: {
        start_node_id: "its",
        iterator_selector: ["s", "items"],
        output_selector: ["c", "v"],
        is_parallel: width > 1,
        parallel_nums: width
      }
    },
    { id: "its", type: iterationStart, parent: "it" },
    inside("a", "it"),
    inside("b", "a"),
    inside("c", "b"),
    { id: "e", type: benchCount, config: { from: ["it", "output"] } }
  ]
  const edges: ReadonlyArray<TestEdge> = [
    ["s", "it"],
    ["its", "a"],
    ["a", "b"],
    ["b", "c"],
    ["it", "e"]
  ]
  // Each item: its announcement, three executions and the three edges between them.
  return { workflow: graphWorkflow(nodes, edges), events: 2 + 3 * 2 + 2 + 2 + n * (1 + 3 * 2 + 3), last: "e", value: n }
}

/** A loop of `inner` increments, `outer` times over: a loop in a loop, or one loop when there is one round outside. */
export const nestedLoops = (outer: number, inner: number): Workload => {
  const nodes: ReadonlyArray<TestNode> = [
    start,
    { id: "o", type: loop, config: { start_node_id: "os", loop_count: outer } },
    { id: "os", type: loopStart, parent: "o" },
    { id: "i", type: loop, config: { start_node_id: "is", loop_count: inner }, parent: "o" },
    { id: "is", type: loopStart, parent: "i" },
    { id: "n", type: benchIncrement, config: { from: "i" }, parent: "i" },
    { id: "e", type: benchIncrement, config: { from: "s" } }
  ]
  const edges: ReadonlyArray<TestEdge> = [
    ["s", "o"],
    ["os", "i"],
    ["is", "n"],
    ["o", "e"]
  ]
  // A loop: two for the node, two for the loop, its announcements between rounds; a round: its edge and its execution.
  const looped = (rounds: number, round: number): number => 4 + (rounds - 1) + rounds * (1 + round)
  const events = 2 + 3 + looped(outer, looped(inner, 2)) + 1 + 2
  return { workflow: graphWorkflow(nodes, edges), events, last: "e", value: 1 }
}

/** A template of `lines` lines, as people write them: text, values, a filter, a condition, a small loop. */
export const templated = (lines: number): Workload => {
  const line = (index: number): string =>
    [
      `${index}: {{ name }} has {{ items | length }} things.`,
      `{% if items %}The first is {{ items[0] | upper }}{% else %}None{% endif %}.`,
      `{% for item in items %}{{ loop.index }}. {{ item }}; {% endfor %}`,
      "Nothing but words stands in this line of the template, as in most of them."
    ][index % 4] ?? ""
  const template = Array.from({ length: lines }, (_, index) => line(index)).join("\n")
  const nodes: ReadonlyArray<TestNode> = [
    { id: "s", type: benchItems, config: { length: 3 } },
    {
      id: "t",
      type: templateTransform,
      config: {
        template,
        variables: [
          { variable: "name", value_selector: ["s", "name"] },
          { variable: "items", value_selector: ["s", "names"] }
        ]
      }
    },
    { id: "e", type: benchIncrement, config: { from: "s" } }
  ]
  const edges: ReadonlyArray<TestEdge> = [
    ["s", "t"],
    ["t", "e"]
  ]
  return { workflow: graphWorkflow(nodes, edges), events: 2 + 3 * 2 + 2, last: "e", value: 1 }
}

/** A start and a node that waits until the gate opens. */
export const suspended = (gate: Promise<void>): Workload => ({
  workflow: graphWorkflow([start, { id: "g", type: benchGate(gate), config: { from: "s" } }], [["s", "g"]]),
  events: 7,
  last: "g",
  value: 1
})
