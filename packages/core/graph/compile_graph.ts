import type { BoundNode } from "../node/node_type.ts"
import { compileScope } from "./compile_scope.ts"
import type { CompiledEdge, CompiledGraph, CompiledNode, CompiledScope, NodePolicy } from "./compiled_graph.ts"
import type { RunGraph } from "./run_graph.ts"

/** What a compiled graph is made of: the graph a run keeps, and for each of its nodes what runs it. */
export interface GraphSource {
  readonly graph: RunGraph
  readonly bound: ReadonlyArray<BoundNode>
  readonly policies: ReadonlyArray<NodePolicy>
}

const compileEdges = (graph: RunGraph, indexOf: ReadonlyMap<string, number>): ReadonlyArray<CompiledEdge> =>
  graph.edges
    .flatMap((edge) => {
      const source = indexOf.get(edge.source)
      const target = indexOf.get(edge.target)
      if (source === undefined || target === undefined) return []
      return [{ source, target, id: edge.id, handle: edge.sourceHandle }]
    })
    .map((edge, index) => ({ ...edge, index }))

/** The containers of a graph in document order: every node that says so, or that another node names as its parent. */
const containersOf = (source: GraphSource, indexOf: ReadonlyMap<string, number>): ReadonlyArray<number> => {
  const parents = new Set(source.graph.nodes.flatMap((node) => indexOf.get(node.parent ?? "") ?? []))
  return source.graph.nodes.flatMap((_, index) =>
    parents.has(index) || source.bound[index]?.description.kind === "container" ? [index] : []
  )
}

/** Compiles a validated graph; edges to nodes that do not exist must have been refused before. */
export const compileGraph = (source: GraphSource): CompiledGraph => {
  const { graph } = source
  const indexOf = new Map(graph.nodes.map((node, index): [string, number] => [node.id, index]))
  const edges = compileEdges(graph, indexOf)
  const outgoing = graph.nodes.map((): Array<number> => [])
  for (const edge of edges) outgoing[edge.source]?.push(edge.index)
  const containers = containersOf(source, indexOf)
  const scopeOf = new Map(containers.map((container, index): [number, number] => [container, index + 1]))
  const sizes = Array.from({ length: containers.length + 1 }, () => 0)
  const nodes = graph.nodes.flatMap((node, index): Array<CompiledNode> => {
    const bound = source.bound[index]
    const policy = source.policies[index]
    if (bound === undefined || policy === undefined) return []
    const scope = scopeOf.get(indexOf.get(node.parent ?? "") ?? -1) ?? 0
    const local = sizes[scope] ?? 0
    sizes[scope] = local + 1
    const { id, type, title } = node
    const kind = bound.description.kind
    return [{ index, id, type, title, kind, bound, outgoing: outgoing[index] ?? [], scope, local, ...policy }]
  })
  const roots = [
    indexOf.get(graph.root),
    ...containers.map((container) => indexOf.get(nodes[container]?.bound.container?.inside ?? ""))
  ]
  const scopes = roots.map((root, index) =>
    compileScope({ index, container: containers[index - 1], root, nodes, edges })
  )
  const inside = scopes.flatMap(
    (scope): Array<[number, CompiledScope]> => (scope.container === undefined ? [] : [[scope.container, scope]])
  )
  return { graph, nodes, edges, indexOf, scopes, insideOf: new Map(inside) }
}
