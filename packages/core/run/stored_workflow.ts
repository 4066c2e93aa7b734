import { Effect } from "effect"
import type { DslError } from "../dsl/problem.ts"
import { StoredValueUnreadable } from "../error/store_errors.ts"
import type { RunGraph } from "../graph/run_graph.ts"
import type { NodeRegistry } from "../node/node_registry.ts"
import { equalValues } from "../value/equal_values.ts"
import { loadWorkflow } from "./load_workflow.ts"
import type { Workflow } from "./workflow.ts"
import { workflowText } from "./workflow_text.ts"

/** Facts name nodes and edges by their places: these have to be the same. */
const isSame = (left: RunGraph, right: RunGraph): boolean =>
  left.root === right.root &&
  equalValues(
    left.nodes.map(({ id, type, parent }) => [id, type, parent ?? null]),
    right.nodes.map(({ id, type, parent }) => [id, type, parent ?? null])
  ) &&
  equalValues(
    left.edges.map(({ source, target, sourceHandle }) => [source, target, sourceHandle]),
    right.edges.map(({ source, target, sourceHandle }) => [source, target, sourceHandle])
  )

/**
 * The graph of a stored run, ready to go on with: node types of today, everything else as it was when the run began.
 * Fails with the codes of a workflow file where a node type is not here any more.
 */
export const storedWorkflow = Effect.fnUntraced(function* (
  graph: RunGraph,
  registry: NodeRegistry["Service"]
): Effect.fn.Return<Workflow, DslError | StoredValueUnreadable> {
  const workflow = yield* loadWorkflow({ text: workflowText(graph) }, registry, { root: graph.root })
  if (isSame(workflow.compiled.graph, graph)) return { ...workflow, compiled: { ...workflow.compiled, graph } }
  return yield* new StoredValueUnreadable({
    message: "A stored run is damaged: its graph is read differently from how it was when the run began."
  })
})
