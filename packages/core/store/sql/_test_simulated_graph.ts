import { Effect, Schema } from "effect"
import { NodeDefect } from "../../error/run_errors.ts"
import { iterationStart, loopStart } from "../../node/container_entries.ts"
import { defineNode } from "../../node/define_node.ts"
import { iteration } from "../../node/iteration.ts"
import { loop } from "../../node/loop.ts"
import { graphWorkflow, type TestEdge, type TestNode } from "../../run/_test_graph_workflow.ts"
import { boom, incrementNode, parityNode, startNode } from "../../run/_test_nodes.ts"
import { askNode } from "../../run/_test_paused_run.ts"
import { SeededRandom } from "./_test_seeded_random.ts"
import type { SimulatedProcess } from "./_test_simulated_process.ts"

/** What a node did outside: whose it is, and when. */
export interface OutsideEffect {
  readonly runId: string
  readonly execution: string
  /** The process had stood still: nobody can keep one that wakes from what it was about to do. */
  readonly isLate: boolean
}

/** Where nodes do something outside. */
export interface Outside {
  /** Called at that moment. */
  readonly done: (effect: OutsideEffect) => void
}

/** A node that does something outside, in its time, and may fail a few times. */
const outsideNode = (process: SimulatedProcess, outside: Outside) =>
  defineNode({
    type: "outside",
    version: "1",
    kind: "executable",
    summary: "",
    config: Schema.Struct({ delay: Schema.Number, fails: Schema.Number }),
    outputs: () => [{ name: "v", type: "number", required: true }],
    errors: [NodeDefect],
    retries: true,
    external: true,
    example: { config: { delay: 0, fails: 0 }, outputs: { v: 1 } },
    run: ({ delay, fails }, { runId, execution, attempt }) =>
      Effect.gen(function* () {
        yield* Effect.sleep(delay)
        yield* process.alive
        if (process.isDead) return yield* Effect.never
        outside.done({ runId, execution, isLate: process.hasStood })
        yield* Effect.sleep(delay)
        yield* process.alive
        if (attempt < fails) return yield* Effect.fail(boom())
        return { outputs: { v: attempt } }
      })
  })

/**
 * A random graph, the same for every process: nodes that compute, that branch, that leave the process, that ask
 * somebody, and containers with such nodes in them.
 */
export const simulatedGraph = (seed: number, process: SimulatedProcess, outside: Outside) => {
  const random = new SeededRandom(seed ^ 0x5eed)
  const type = outsideNode(process, outside)
  const nodes: Array<TestNode> = [{ id: "n0", type: startNode }]
  const edges: Array<TestEdge> = []
  const leaving = (id: string, parent?: string): TestNode => ({
    id,
    type,
    config: { delay: random.below(400), fails: random.isOneOf(4) ? 1 + random.below(2) : 0 },
    policy: { maximumRetries: 2, retryInterval: random.below(50) },
    ...(parent === undefined ? {} : { parent })
  })
  const inside = (id: string, parent: string): TestNode => {
    const kind = random.below(4)
    if (kind === 0) return { id, type: incrementNode, config: { from: "n0" }, parent }
    return kind === 1 ? askNode(id, {}, parent) : leaving(id, parent)
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
    edges.push(
      [start_node_id, first.id],
      [first.id, last.id, first.type.description.type === "human-input" ? "yes" : "source"]
    )
  }
  const outer: Array<string> = ["n0"]
  const size = 3 + random.below(8)
  for (let index = 1; index <= size; index++) {
    const id = `n${index}`
    const from = outer[random.below(outer.length)] ?? "n0"
    const also = outer[random.below(outer.length)] ?? "n0"
    const kind = random.below(8)
    if (kind === 0) nodes.push({ id, type: parityNode, config: { from } })
    else if (kind === 1) nodes.push({ id, type: incrementNode, config: { from } })
    else if (kind === 2) container(id)
    else if (kind === 3) nodes.push(askNode(id))
    else nodes.push(leaving(id))
    outer.push(id)
    for (const source of new Set([from, also])) {
      const { type } = nodes.find((node) => node.id === source)?.type.description ?? { type: "" }
      if (type === "parity") edges.push([source, id, random.isOneOf(2) ? "even" : "odd"])
      else edges.push([source, id, type === "human-input" ? "yes" : "source"])
    }
  }
  return graphWorkflow(nodes, edges)
}
