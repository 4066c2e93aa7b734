import { iterationStart, loopStart } from "../../node/container_entries.ts"
import { iteration } from "../../node/iteration.ts"
import { loop } from "../../node/loop.ts"
import { graphWorkflow, type TestEdge, type TestNode } from "../../run/_test_graph_workflow.ts"
import { parityNode, showNode, startNode } from "../../run/_test_nodes.ts"
import { askNode } from "../../run/_test_paused_run.ts"
import { SeededRandom } from "./_test_seeded_random.ts"
import { computingNode, type Outside, outsideNode, speakingNode } from "./_test_simulated_nodes.ts"
import type { SimulatedProcess } from "./_test_simulated_process.ts"

/**
 * A random graph, the same for every process: nodes that compute, that branch, that leave the process, that speak, that
 * ask somebody, that show what was said, and containers with such nodes in them.
 */
export const simulatedGraph = (seed: number, process: SimulatedProcess, outside: Outside) => {
  const random = new SeededRandom(seed ^ 0x5eed)
  const type = outsideNode(process, outside)
  const computing = computingNode(process, outside)
  const speaking = speakingNode(process, outside)
  const nodes: Array<TestNode> = [{ id: "n0", type: startNode }]
  const edges: Array<TestEdge> = []
  const leaving = (id: string, parent?: string): TestNode => ({
    id,
    type,
    config: { delay: random.below(400), fails: random.isOneOf(4) ? 1 + random.below(2) : 0 },
    policy: { maximumRetries: 2, retryInterval: random.below(50) },
    ...(parent === undefined ? {} : { parent })
  })
  const saying = (id: string, parent?: string): TestNode => ({
    id,
    type: speaking,
    config: { delay: random.below(150), words: random.below(5), fails: random.isOneOf(3) ? 1 + random.below(2) : 0 },
    policy: { maximumRetries: 2, retryInterval: random.below(50) },
    ...(parent === undefined ? {} : { parent })
  })
  /** Shows what a node says that may be before it, or beside it. */
  const showing = (id: string, said: ReadonlyArray<string>, parent?: string): TestNode => ({
    id,
    type: showNode,
    config: { template: `<${id} ${said.map((one) => `{{#${one}.text#}}`).join("|")}>` },
    ...(parent === undefined ? {} : { parent })
  })
  const said: Array<string> = []
  /** Some forms wait for seconds only: nobody may answer them in time. */
  const asking = (id: string, parent?: string): TestNode =>
    askNode(id, random.isOneOf(2) ? { timeout: (1 + random.below(8)) / 3600 } : {}, parent)
  const inside = (id: string, parent: string): TestNode => {
    const kind = random.below(5)
    if (kind === 4) return saying(id, parent)
    if (kind === 0) return { id, type: computing, config: { from: "n0" }, parent }
    return kind === 1 ? asking(id, parent) : leaving(id, parent)
  }
  const container = (id: string): void => {
    const [first, last] = [inside(`${id}a`, id), leaving(`${id}b`, id)]
    const start_node_id = `${id}s`
    const isLoop = random.isOneOf(3)
    const rounds = { iterator_selector: ["n0", "v"], output_selector: [`${id}b`, "v"], parallel_nums: 2 }
    nodes.push(
      isLoop
        ? { id, type: loop, config: { start_node_id, loop_count: 2, break_conditions: [], logical_operator: "and" } }
        : { id, type: iteration, config: { start_node_id, ...rounds, is_parallel: random.isOneOf(2) } },
      { id: start_node_id, type: isLoop ? loopStart : iterationStart, parent: id },
      first,
      last
    )
    const isAsking = first.type.description.type === "human-input"
    edges.push([start_node_id, first.id], [first.id, last.id, isAsking ? "yes" : "source"])
    if (isAsking) edges.push([first.id, last.id, "__timeout"])
    if (first.type !== speaking) return
    nodes.push(showing(`${id}c`, [first.id], id))
    edges.push([first.id, `${id}c`])
  }
  const outer: Array<string> = ["n0"]
  const size = 3 + random.below(8)
  for (let index = 1; index <= size; index++) {
    const id = `n${index}`
    const from = outer[random.below(outer.length)] ?? "n0"
    const also = outer[random.below(outer.length)] ?? "n0"
    const kind = random.below(11)
    if (kind === 0) nodes.push({ id, type: parityNode, config: { from } })
    else if (kind === 1) nodes.push({ id, type: computing, config: { from } })
    else if (kind === 2) container(id)
    else if (kind === 3) nodes.push(asking(id))
    else if (kind <= 5) nodes.push(saying(id))
    else if (kind <= 7) nodes.push(showing(id, said.slice(-2)))
    else nodes.push(leaving(id))
    if (kind === 4 || kind === 5) said.push(id)
    outer.push(id)
    for (const source of new Set([from, also])) {
      const { type } = nodes.find((node) => node.id === source)?.type.description ?? { type: "" }
      if (type === "parity") edges.push([source, id, random.isOneOf(2) ? "even" : "odd"])
      else if (type === "human-input") edges.push([source, id, random.isOneOf(2) ? "yes" : "__timeout"])
      else edges.push([source, id])
    }
  }
  return graphWorkflow(nodes, edges)
}
