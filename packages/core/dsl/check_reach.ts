import { property } from "../value/value_object.ts"
import { isRoot } from "./check_root.ts"
import type { GraphView } from "./graph_view.ts"
import type { ProblemList } from "./problem_list.ts"
import type { WorkflowNode } from "./workflow_document.ts"

const innerStarts = new Set(["iteration-start", "loop-start"])

/** The nodes that running a container starts with. */
const startsInside = (view: GraphView): Map<string, Array<string>> => {
  const starts = new Map<string, Array<string>>()
  const add = (container: string, id: string) => {
    const known = starts.get(container)
    if (known === undefined) starts.set(container, [id])
    else known.push(id)
  }
  for (const node of view.nodes) {
    if (node.parent !== undefined && innerStarts.has(node.type)) add(node.parent, node.id)
    const named = property(node.data, "start_node_id")
    if (typeof named === "string" && view.byId.get(named)?.parent === node.id) add(node.id, named)
  }
  return starts
}

const reachable = (view: GraphView, from: ReadonlyArray<string>): Set<string> => {
  const inside = startsInside(view)
  const reached = new Set(from)
  // A set that grows while it is walked is a queue without repetition.
  for (const id of reached) {
    for (const edge of view.outgoing.get(id) ?? []) reached.add(edge.target)
    for (const start of inside.get(id) ?? []) reached.add(start)
  }
  return reached
}

const whyNot = (node: WorkflowNode): string =>
  node.parent === undefined
    ? `node "${node.id}" can never run: no path from the start leads to it`
    : `node "${node.id}" can never run: no path inside "${node.parent}" leads to it`

/** Warns of nodes that no run can come to. */
export const checkReach = (view: GraphView, problems: ProblemList): void => {
  const roots = view.nodes.filter(isRoot).map((node) => node.id)
  if (roots.length === 0) return
  const reached = reachable(view, roots)
  for (const node of view.nodes) {
    if (!reached.has(node.id)) problems.warn("graph_node_unreachable", node.pointer, whyNot(node))
  }
}
