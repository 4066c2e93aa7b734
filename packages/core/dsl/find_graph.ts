import type { Value, ValueObject } from "../value/value.ts"
import { isValueObject, property } from "../value/value_object.ts"
import type { AppHeader } from "./app_header.ts"
import type { FoundGraph } from "./found_graph.ts"
import { basicAppGraph } from "./model_config/basic_app_graph.ts"
import type { ProblemList } from "./problem_list.ts"

const holdsNodes = (value: Value | undefined): value is ValueObject =>
  isValueObject(value) && (Object.hasOwn(value, "nodes") || Object.hasOwn(value, "edges"))

/**
 * Finds the graph: `workflow.graph` in files of Dify, `graph` or bare `nodes` and `edges` in fixtures and generated
 * files, `workflow.nodes` in some written by hand. That of a basic app is made from its `model_config`.
 */
export const findGraph = (
  file: ValueObject,
  { basicMode }: Pick<AppHeader, "basicMode">,
  problems: ProblemList
): FoundGraph | undefined => {
  if (basicMode !== undefined) return basicAppGraph(file, basicMode, problems)
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
