import { Result, Schema } from "effect"
import { StartConfig, type StartVariable } from "../node/start/start_variable.ts"
import { fromUnknown, type ValueRefusal } from "../value/from_unknown.ts"
import type { Value, ValueObject } from "../value/value.ts"
import { emptyObject, isValueObject, property } from "../value/value_object.ts"
import { type AppHeader, readAppHeader } from "./app_header.ts"
import { checkCycles } from "./check_cycles.ts"
import { checkEdges } from "./check_edges.ts"
import { warnUnsupportedFeatures } from "./check_features.ts"
import { checkReach } from "./check_reach.ts"
import { checkReferences } from "./check_references.ts"
import { findRoot } from "./check_root.ts"
import { resolveContainers } from "./containers.ts"
import { findGraph } from "./find_graph.ts"
import type { FoundGraph } from "./found_graph.ts"
import { viewGraph } from "./graph_view.ts"
import { pointerTo } from "./json_pointer.ts"
import type { Problem, ProblemCode } from "./problem.ts"
import { ProblemList } from "./problem_list.ts"
import { readYaml } from "./read_yaml.ts"
import type { Reading } from "./reading.ts"
import { warnUncheckedPatterns } from "./unchecked_patterns.ts"
import type { WorkflowDocument, WorkflowNode } from "./workflow_document.ts"
import { readEdges } from "./workflow_edges.ts"
import { readNodes } from "./workflow_nodes.ts"
import { readVariables } from "./workflow_variables.ts"
import { yamlProblem } from "./yaml_problem.ts"

/** What reading a file gave: a document also where the file has errors, as far as it could be understood. */
export interface WorkflowReading {
  readonly document: WorkflowDocument
  /** All problems, in the order of the file. A document may run when none is an error. */
  readonly problems: ReadonlyArray<Problem>
}

/** How a file is read. */
export interface ReadOptions {
  /** The name of a workflow whose file gives none. */
  readonly name?: string
  /** The node a run starts at, where the file has several triggers; otherwise the first. */
  readonly root?: string
}

/** Options with the name that a workflow has in any case. */
type Named = ReadOptions & { readonly name: string }

const refusalCodes: Record<ValueRefusal["code"], ProblemCode> = {
  value_not_supported: "dsl_expected_mapping",
  value_nested_too_deep: "dsl_yaml_depth_limit_exceeded",
  value_too_large: "dsl_file_too_large"
}

const emptyDocument = (name: string): WorkflowDocument => ({
  name,
  description: "",
  mode: "workflow",
  dslVersion: undefined,
  nodes: [],
  edges: [],
  root: undefined,
  startVariables: [],
  environment: [],
  conversation: [],
  features: emptyObject()
})

const decodeStart = Schema.decodeUnknownResult(StartConfig)

const startVariablesOf = (root: WorkflowNode | undefined): ReadonlyArray<StartVariable> =>
  root?.type === "start"
    ? Result.getOrElse(
        Result.map(decodeStart(root.data), (start) => start.variables),
        () => []
      )
    : []

const readGraph = (
  found: FoundGraph,
  header: AppHeader,
  { name, root: chosen }: Named,
  reading: Reading
): WorkflowDocument => {
  const { problems } = reading
  const { graph, graphPointer, workflow, workflowPointer } = found
  const environment = readVariables(workflow, workflowPointer, "environment", problems)
  const conversation = readVariables(workflow, workflowPointer, "conversation", problems)
  const nodes = resolveContainers(readNodes(graph, graphPointer, conversation, reading), problems)
  const drawn = readEdges(graph, graphPointer, new Set(nodes.map((node) => node.id)), problems)
  const edges = checkEdges(viewGraph(nodes, drawn), problems)
  const view = viewGraph(nodes, edges)
  const root = findRoot(nodes, pointerTo(graphPointer, "nodes"), problems, chosen)
  checkCycles(view, problems)
  checkReach(view, problems)
  checkReferences(view, { environment, conversation }, problems)
  const rootNode = root === undefined ? undefined : view.byId.get(root)
  if (rootNode?.type === "start") warnUncheckedPatterns(rootNode, problems)
  const given = property(workflow, "features")
  const features = isValueObject(given) ? given : emptyObject()
  if (header.basicMode === undefined) {
    warnUnsupportedFeatures(features, pointerTo(workflowPointer, "features"), problems)
  }
  return {
    name,
    description: header.description,
    mode: header.mode,
    dslVersion: header.version,
    nodes,
    edges: edges.map(({ id, source, target, sourceHandle }) => ({ id, source, target, sourceHandle })),
    root,
    startVariables: startVariablesOf(rootNode),
    environment,
    conversation,
    features
  }
}

const readFile = (file: ValueObject, options: Named, reading: Reading): WorkflowDocument => {
  const header = readAppHeader(file, reading.problems)
  const name = header.name ?? options.name
  // What Dify has no such app for has no graph to complain about.
  const refused = reading.problems.has("dsl_mode_unsupported")
  const found = refused ? undefined : findGraph(file, header, reading.problems)
  return found === undefined ? emptyDocument(name) : readGraph(found, header, { ...options, name }, reading)
}

const readValue = (
  value: Value,
  problems: ProblemList,
  options: Named,
  registry: Reading["registry"]
): WorkflowReading => {
  if (!isValueObject(value)) {
    problems.add("dsl_expected_mapping", "", "a workflow file is a mapping with app and workflow")
    return { document: emptyDocument(options.name), problems: problems.sorted }
  }
  const document = readFile(value, options, { registry, problems })
  return { document, problems: problems.sorted }
}

/**
 * Reads the text of a workflow file: every version of Dify's DSL, bare graphs too, YAML or JSON. All problems are found
 * in one pass, each with its code, JSON pointer, line and column; nothing in a file makes this throw.
 *
 * @example
 * ```ts
 * import { Effect } from "effect"
 * import { NodeRegistry, readWorkflow } from "@flowglass/core"
 *
 * const reading = NodeRegistry.useSync((registry) => readWorkflow("nodes:\n- id: a\n  data: {type: unheard}\n", registry))
 * const { problems } = Effect.runSync(Effect.provide(reading, NodeRegistry.layer([])))
 * problems.map((problem) => problem.code) // => ["graph_root_missing", "node_type_unknown"]
 * problems[1]?.line // => 3
 * ```
 */
export const readWorkflow = (
  text: string,
  registry: Reading["registry"],
  options: ReadOptions = {}
): WorkflowReading => {
  const name = options.name ?? "workflow"
  const yaml = readYaml(text)
  if (Result.isFailure(yaml)) {
    return { document: emptyDocument(name), problems: [yamlProblem(yaml.failure)] }
  }
  return readValue(yaml.success.value, new ProblemList(yaml.success), { ...options, name }, registry)
}

/** The place of everything in data that was never text. */
const noText = { locate: () => ({ line: 0, column: 0 }) }

/**
 * Reads a workflow that is data already, such as a stored draft: the same as its file would be, but for lines and
 * columns, which are 0. Data that no file can hold is a problem like any other.
 *
 * @example
 * ```ts
 * import { Effect } from "effect"
 * import { NodeRegistry, readWorkflowData } from "@flowglass/core"
 *
 * const reading = NodeRegistry.useSync((registry) => readWorkflowData({ nodes: [] }, registry))
 * Effect.runSync(Effect.provide(reading, NodeRegistry.layer([]))).problems[0]?.code // => "graph_nodes_invalid"
 * ```
 */
export const readWorkflowData = (
  data: unknown,
  registry: Reading["registry"],
  options: ReadOptions = {}
): WorkflowReading => {
  const name = options.name ?? "workflow"
  const problems = new ProblemList(noText)
  const value = fromUnknown(data)
  if (Result.isSuccess(value)) return readValue(value.success, problems, { ...options, name }, registry)
  problems.add(refusalCodes[value.failure.code], "", value.failure.message)
  return { document: emptyDocument(name), problems: problems.sorted }
}
