import { pointerTo } from "./json_pointer.ts"
import type { ProblemList } from "./problem_list.ts"
import type { WorkflowNode } from "./workflow_document.ts"

/** The node types a run can start at, also where nobody registered them. */
const rootTypes = new Set(["start", "datasource", "trigger-webhook", "trigger-schedule", "trigger-plugin"])

/** Whether a run can start at a node. */
export const isRoot = (node: WorkflowNode): boolean =>
  node.parent === undefined && (rootTypes.has(node.type) || node.bound?.description.kind === "root")

/** The node a run starts at: the chosen one, else the first that can be, in the order of the file. */
export const findRoot = (
  nodes: ReadonlyArray<WorkflowNode>,
  listPointer: string,
  problems: ProblemList,
  chosen?: string
): string | undefined => {
  const roots = nodes.filter(isRoot)
  if (chosen !== undefined) {
    if (roots.some(({ id }) => id === chosen)) return chosen
    const known = roots.map(({ id }) => id)
    const message = `no run can start at "${chosen}": it is no start or trigger of this workflow`
    problems.add("graph_root_missing", listPointer, message, { meant: { name: chosen, known } })
    return undefined
  }
  const [first, ...others] = roots
  if (first === undefined) {
    if (nodes.length > 0) problems.add("graph_root_missing", listPointer, "no node is a start: nothing can run")
    return undefined
  }
  // Several triggers are one workflow with several occasions; a second start node or a mixture is a mistake.
  if (roots.some((node) => node.type === "start")) {
    for (const node of others) {
      const message = `"${node.id}" could be the start too; a run starts at "${first.id}"`
      problems.warn("graph_root_ambiguous", pointerTo(node.pointer, "id"), message)
    }
  }
  return first.id
}
