import type { GraphView } from "./graph_view.ts"
import { pointerTo } from "./json_pointer.ts"
import type { ProblemList } from "./problem_list.ts"
import type { WorkflowNode } from "./workflow_document.ts"
import type { PlacedEdge } from "./workflow_edges.ts"

/** What is odd about the handle of an edge, if anything. */
const handleProblem = (edge: PlacedEdge, source: WorkflowNode): string | undefined => {
  const { sourceHandle: handle } = edge
  const failBranch = source.policy.strategy === "fail-branch"
  if (handle === "fail-branch" && !failBranch) {
    return `"${source.id}" has no fail-branch: this edge would be taken whatever happens`
  }
  const bound = source.bound
  if (bound?.description.kind !== "branch") {
    if (!failBranch || ["source", "success-branch", "fail-branch"].includes(handle)) return undefined
    return `"${source.id}" selects source or fail-branch, never "${handle}"`
  }
  if (bound.handles.includes(handle) || (failBranch && handle === "fail-branch")) return undefined
  const known = bound.handles.map((name) => `"${name}"`).join(", ")
  return `"${source.id}" never selects "${handle}"; it can select ${known === "" ? "nothing" : known}`
}

/** Checks where edges leave and lead: across no border of a container, from handles that can be selected. */
export const checkEdges = (view: GraphView, problems: ProblemList): ReadonlyArray<PlacedEdge> =>
  view.edges.filter((edge) => {
    const source = view.byId.get(edge.source)
    const target = view.byId.get(edge.target)
    if (source === undefined || target === undefined) return false
    if (source.parent !== target.parent) {
      const message = `the edge from "${source.id}" to "${target.id}" crosses the border of a container`
      problems.add("graph_edge_crosses_container", edge.pointer, message)
      return false
    }
    const problem = handleProblem(edge, source)
    if (problem !== undefined) problems.warn("graph_handle_dangling", pointerTo(edge.pointer, "sourceHandle"), problem)
    return true
  })
