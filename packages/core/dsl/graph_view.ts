import type { WorkflowNode } from "./workflow_document.ts"
import type { PlacedEdge } from "./workflow_edges.ts"

/** A graph as its checks look at it. */
export interface GraphView {
  readonly nodes: ReadonlyArray<WorkflowNode>
  readonly edges: ReadonlyArray<PlacedEdge>
  readonly byId: ReadonlyMap<string, WorkflowNode>
  /** Edges by the id of their source. */
  readonly outgoing: ReadonlyMap<string, ReadonlyArray<PlacedEdge>>
}

export const viewGraph = (nodes: ReadonlyArray<WorkflowNode>, edges: ReadonlyArray<PlacedEdge>): GraphView => ({
  nodes,
  edges,
  byId: new Map(nodes.map((node) => [node.id, node])),
  outgoing: Map.groupBy(edges, (edge) => edge.source)
})
