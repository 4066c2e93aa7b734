import type { CompiledGraph, CompiledNode } from "./compiled_graph.ts"
import { Decision, decideEdge } from "./decide_edge.ts"

/** What follows from the end of a node. */
export interface Settlement {
  /** Edges decided, in the order of their events: `edge` was taken, `~edge` was skipped. */
  readonly edges: ReadonlyArray<number>
  /** Nodes that became ready, in ring order. */
  readonly ready: ReadonlyArray<number>
}

const nothing: Settlement = { edges: [], ready: [] }

const takes = (handle: string, selected: string, node: CompiledNode): boolean =>
  handle === selected || (handle === "success-branch" && node.strategy === "fail-branch" && selected !== "fail-branch")

/** Decides one edge in the state of a frame. */
const decide = (graph: CompiledGraph, state: Int32Array, edge: number, taken: boolean): number =>
  decideEdge(state, state.length / 3, graph.nodes[graph.edges[edge]?.target ?? 0]?.local ?? 0, taken)

/** Skips an edge and everything that only it could have reached, depth first in document order. */
const skip = (
  graph: CompiledGraph,
  state: Int32Array,
  edge: number,
  edges: Array<number>,
  ready: Array<number>
): void => {
  const stack = [edge]
  for (let next = stack.pop(); next !== undefined; next = stack.pop()) {
    const target = graph.edges[next]?.target ?? 0
    edges.push(~next)
    const decision = decide(graph, state, next, false)
    if (decision === Decision.ready) ready.push(target)
    else if (decision === Decision.skipped) {
      const outgoing = graph.nodes[target]?.outgoing ?? []
      for (let index = outgoing.length - 1; index >= 0; index--) stack.push(outgoing[index] ?? 0)
    }
  }
}

/**
 * Decides the outgoing edges of a finished node in the state of its frame. A selected handle (branch nodes, and every
 * node under `fail-branch`) skips the other edges first; without one all edges are taken.
 */
export const settleEdges = (
  graph: CompiledGraph,
  state: Int32Array,
  node: CompiledNode,
  handle: string | undefined
): Settlement => {
  const { outgoing } = node
  if (outgoing.length === 0) return nothing
  const edges: Array<number> = []
  const ready: Array<number> = []
  if (handle !== undefined) {
    for (const edge of outgoing) {
      if (!takes(graph.edges[edge]?.handle ?? "", handle, node)) skip(graph, state, edge, edges, ready)
    }
  }
  for (const edge of outgoing) {
    const compiled = graph.edges[edge]
    if (compiled === undefined || (handle !== undefined && !takes(compiled.handle, handle, node))) continue
    edges.push(edge)
    if (decide(graph, state, edge, true) === Decision.ready) ready.push(compiled.target)
  }
  return { edges, ready }
}

/** Decides edges as a recorded settlement says, when a run is rebuilt from its facts. */
export const replaySettlement = (graph: CompiledGraph, state: Int32Array, edges: ReadonlyArray<number>): void => {
  for (const edge of edges) decide(graph, state, edge < 0 ? ~edge : edge, edge >= 0)
}
