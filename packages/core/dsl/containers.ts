import { property } from "../value/value_object.ts"
import { pointerTo } from "./json_pointer.ts"
import type { ProblemList } from "./problem_list.ts"
import type { WorkflowNode } from "./workflow_document.ts"

/** The node types that run other nodes inside them, also where nobody registered them. */
const containerTypes = new Set(["iteration", "loop"])

/** Whether a node runs other nodes inside it. */
export const isContainer = (node: WorkflowNode | undefined): boolean =>
  node !== undefined && (node.bound?.description.kind === "container" || containerTypes.has(node.type))

/** The field that says where a node is, if it is the engine's and not the canvas's. */
const parentField = (node: WorkflowNode): "iteration_id" | "loop_id" | undefined => {
  const fields = ["iteration_id", "loop_id"] as const
  return fields.find((field) => property(node.data, field) === node.parent)
}

const isInsideItself = (node: WorkflowNode, byId: ReadonlyMap<string, WorkflowNode>): boolean => {
  const seen = new Set<string>([node.id])
  for (let parent = node.parent; parent !== undefined; parent = byId.get(parent)?.parent) {
    if (parent === node.id) return true
    if (seen.has(parent)) return false
    seen.add(parent)
  }
  return false
}

const parentProblem = (node: WorkflowNode, byId: ReadonlyMap<string, WorkflowNode>): string | undefined => {
  if (node.parent === undefined) return undefined
  if (!byId.has(node.parent)) return `node "${node.id}" says it is inside "${node.parent}", which is not there`
  if (!isContainer(byId.get(node.parent))) {
    return `node "${node.id}" says it is inside "${node.parent}", which is no iteration or loop`
  }
  return isInsideItself(node, byId) ? `node "${node.id}" is inside itself` : undefined
}

const checkStart = (node: WorkflowNode, byId: ReadonlyMap<string, WorkflowNode>, problems: ProblemList): void => {
  const start = property(node.data, "start_node_id")
  if (typeof start !== "string" || start === "" || byId.get(start)?.parent === node.id) return
  const message = `${node.type} "${node.id}" starts at "${start}", which is not inside it`
  problems.add("graph_container_invalid", pointerTo(node.pointer, "data", "start_node_id"), message)
}

/** Checks which node is inside which, and returns the nodes with the parents that hold. */
export const resolveContainers = (
  nodes: ReadonlyArray<WorkflowNode>,
  problems: ProblemList
): ReadonlyArray<WorkflowNode> => {
  const claimed = new Map(nodes.map((node) => [node.id, node]))
  const resolved = nodes.map((node) => {
    const problem = parentProblem(node, claimed)
    if (problem === undefined) return node
    const field = parentField(node)
    if (field !== undefined) problems.add("graph_container_invalid", pointerTo(node.pointer, "data", field), problem)
    return { ...node, parent: undefined }
  })
  const byId = new Map(resolved.map((node) => [node.id, node]))
  for (const node of resolved) if (isContainer(node)) checkStart(node, byId, problems)
  return resolved
}

/** The containers around a node, from the inside out. */
export const containersOf = (node: WorkflowNode, byId: ReadonlyMap<string, WorkflowNode>): ReadonlyArray<string> => {
  const containers: Array<string> = []
  for (let parent = node.parent; parent !== undefined; parent = byId.get(parent)?.parent) containers.push(parent)
  return containers
}
