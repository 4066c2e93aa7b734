import type { BoundNode } from "../node/node_type.ts"
import type { CompiledEdge, CompiledGraph, CompiledNode, NodePolicy } from "./compiled_graph.ts"
import { decideEdge, NodeState } from "./decide_edge.ts"
import type { RunGraph } from "./run_graph.ts"

/** What a compiled graph is made of: the graph a run keeps, and for each of its nodes what runs it. */
export interface GraphSource {
  readonly graph: RunGraph
  readonly bound: ReadonlyArray<BoundNode>
  readonly policies: ReadonlyArray<NodePolicy>
}

const indexNodes = (graph: RunGraph): Map<string, number> =>
  new Map(graph.nodes.map((node, index): [string, number] => [node.id, index]))

const compileEdges = (graph: RunGraph, indexOf: Map<string, number>): Array<CompiledEdge> =>
  graph.edges.flatMap((edge) => {
    const source = indexOf.get(edge.source)
    const target = indexOf.get(edge.target)
    return source === undefined || target === undefined ? [] : [{ source, target, id: edge.id, handle: edge.sourceHandle }]
  }).map((edge, index) => ({ ...edge, index }))

/** Nodes that a run from the root can come to. */
const reachableFrom = (root: number, nodes: ReadonlyArray<CompiledNode>, edges: ReadonlyArray<CompiledEdge>): Set<number> => {
  const reached = new Set([root])
  for (const node of reached) {
    for (const edge of nodes[node]?.outgoing ?? []) {
      const target = edges[edge]?.target
      if (target !== undefined) reached.add(target)
    }
  }
  return reached
}

const initialState = (root: number, nodes: ReadonlyArray<CompiledNode>, edges: ReadonlyArray<CompiledEdge>): Int32Array => {
  const state = new Int32Array(nodes.length * 3)
  for (const edge of edges) state[edge.target] = (state[edge.target] ?? 0) + 1
  const reached = reachableFrom(root, nodes, edges)
  for (const node of nodes) {
    if (!reached.has(node.index)) state[nodes.length * 2 + node.index] = NodeState.skipped
  }
  // Edges out of what can never run are decided at once: a join must not wait for them for ever.
  for (const edge of edges) if (!reached.has(edge.source)) decideEdge(state, nodes.length, edge.target, false)
  return state
}

/** Compiles a validated graph; edges to nodes that do not exist must have been refused before. */
export const compileGraph = (source: GraphSource): CompiledGraph => {
  const { graph } = source
  const indexOf = indexNodes(graph)
  const edges = compileEdges(graph, indexOf)
  const outgoing = graph.nodes.map((): Array<number> => [])
  for (const edge of edges) outgoing[edge.source]?.push(edge.index)
  const nodes = graph.nodes.flatMap((node, index): Array<CompiledNode> => {
    const bound = source.bound[index]
    const policy = source.policies[index]
    if (bound === undefined || policy === undefined) return []
    const { id, type, title } = node
    return [{ index, id, type, title, kind: bound.description.kind, bound, outgoing: outgoing[index] ?? [], ...policy }]
  })
  const root = indexOf.get(graph.root) ?? 0
  const responses = nodes.filter((node) => node.kind === "response").sort(byId).map((node) => node.index)
  return { graph, nodes, edges, indexOf, root, responses, initial: initialState(root, nodes, edges) }
}

const byId = (left: CompiledNode, right: CompiledNode): number => (left.id < right.id ? -1 : left.id > right.id ? 1 : 0)
