import type { CompiledEdge, CompiledNode, CompiledScope } from "./compiled_graph.ts"
import { decideEdge, NodeState } from "./decide_edge.ts"

/** What a scope is compiled from. */
export interface ScopeSource {
  readonly index: number
  readonly container: number | undefined
  readonly root: number | undefined
  readonly nodes: ReadonlyArray<CompiledNode>
  readonly edges: ReadonlyArray<CompiledEdge>
}

/** Nodes that a frame starting at the root can come to. */
const reachableFrom = (root: number | undefined, source: ScopeSource): ReadonlySet<number> => {
  const reached = new Set(root === undefined ? [] : [root])
  for (const node of reached) {
    for (const edge of source.nodes[node]?.outgoing ?? []) {
      const target = source.edges[edge]?.target
      if (target !== undefined) reached.add(target)
    }
  }
  return reached
}

const initialState = (members: ReadonlyArray<CompiledNode>, source: ScopeSource): Int32Array => {
  const size = members.length
  const state = new Int32Array(size * 3)
  const reached = reachableFrom(source.root, source)
  const edges = members.flatMap((node) => node.outgoing.flatMap((edge) => source.edges[edge] ?? []))
  const localOf = (node: number): number => source.nodes[node]?.local ?? 0
  for (const edge of edges) state[localOf(edge.target)] = (state[localOf(edge.target)] ?? 0) + 1
  for (const node of members) if (!reached.has(node.index)) state[size * 2 + node.local] = NodeState.skipped
  // Edges out of what can never run are decided at once: a join must not wait for them for ever.
  for (const edge of edges) if (!reached.has(edge.source)) decideEdge(state, size, localOf(edge.target), false)
  return state
}

const byId = (left: CompiledNode, right: CompiledNode): number => (left.id < right.id ? -1 : left.id > right.id ? 1 : 0)

/** Compiles the root graph or the inside of a container. Edges stay within their scope. */
export const compileScope = (source: ScopeSource): CompiledScope => {
  const members = source.nodes.filter((node) => node.scope === source.index)
  return {
    index: source.index,
    container: source.container,
    root: source.root,
    nodes: members.map((node) => node.index),
    initial: initialState(members, source),
    responses: members
      .filter((node) => node.kind === "response")
      .sort(byId)
      .map((node) => node.index)
  }
}
