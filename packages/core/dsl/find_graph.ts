import type { Value, ValueObject } from "../value/value.ts"
import { isValueObject, property } from "../value/value_object.ts"
import type { ProblemList } from "./problem_list.ts"

/** The graph of a file, and what stands beside it. */
export interface FoundGraph {
  readonly graph: ValueObject
  readonly graphPointer: string
  /** Where environment variables, conversation variables and features stand. */
  readonly workflow: ValueObject
  readonly workflowPointer: string
}

const holdsNodes = (value: Value | undefined): value is ValueObject =>
  isValueObject(value) && (Object.hasOwn(value, "nodes") || Object.hasOwn(value, "edges"))

/**
 * Finds the graph: `workflow.graph` in files of Dify, `graph` or bare `nodes` and `edges` in fixtures and generated
 * files, `workflow.nodes` in some written by hand.
 */
export const findGraph = (file: ValueObject, problems: ProblemList): FoundGraph | undefined => {
  const workflow = property(file, "workflow")
  if (isValueObject(workflow)) {
    const graph = property(workflow, "graph")
    const beside = { workflow, workflowPointer: "/workflow" }
    if (isValueObject(graph)) return { graph, graphPointer: "/workflow/graph", ...beside }
    if (graph === undefined && holdsNodes(workflow)) return { graph: workflow, graphPointer: "/workflow", ...beside }
    problems.add("dsl_workflow_missing", "/workflow/graph", "workflow.graph is missing or no mapping")
    return undefined
  }
  const graph = property(file, "graph")
  if (workflow === undefined && isValueObject(graph)) {
    return { graph, graphPointer: "/graph", workflow: file, workflowPointer: "" }
  }
  if (workflow === undefined && holdsNodes(file)) {
    return { graph: file, graphPointer: "", workflow: file, workflowPointer: "" }
  }
  problems.add("dsl_workflow_missing", "/workflow", "the file has no workflow with a graph")
  return undefined
}
