import { Effect } from "effect"
import { WorkflowRunNotFound } from "../error/run_errors.ts"
import type { CompiledNode } from "../graph/compiled_graph.ts"
import { downstreamOf } from "../graph/downstream.ts"
import type { RunGraph } from "../graph/run_graph.ts"
import { NodeFailure } from "../node/node_failure.ts"
import type { NodeResult } from "../node/node_result.ts"
import type { RunStore, StoredRun } from "../store/run_store.ts"
import type { Fact, NodeFinished, RunAccepted } from "./fact.ts"
import { RunState } from "./run_state.ts"
import type { Workflow } from "./workflow.ts"

/** Under this name the details of an execution say whose outputs it has: the id of the run that was replayed. */
export const reusedFrom = "reused_from"

/** What a replay does again from a node on: it, and everything that comes after it. */
const doneAgain = (graph: RunGraph, from: string): ReadonlySet<string> => {
  const byId = new Map(graph.nodes.map((node) => [node.id, node]))
  const around = (id: string): ReadonlyArray<string> => {
    const parent = byId.get(id)?.parent
    return parent === undefined ? [] : [parent, ...around(parent)]
  }
  const again = new Set([from, ...downstreamOf([from], [graph])])
  // What is in the node, and what is in a loop around it: the second round of a loop comes after its first.
  const whole = new Set([from, ...around(from).filter((id) => byId.get(id)?.type === "loop")])
  for (const { id } of graph.nodes) if (around(id).some((outer) => whole.has(outer))) again.add(id)
  return again
}

/** Whether the outputs of a node are those of the run that is replayed; containers come to theirs by what is in them. */
const isReused = (node: CompiledNode, graph: RunGraph, again: ReadonlySet<string>): boolean =>
  node.id !== graph.root && node.kind !== "response" && node.bound.container === undefined && !again.has(node.id)

/** The nodes whose recorded outputs a replay from a node reuses, as far as they have some. */
export const reusedNodes = (workflow: Workflow, from: string): ReadonlySet<string> => {
  const { graph, nodes } = workflow.compiled
  const again = doneAgain(graph, from)
  return new Set(nodes.filter((node) => isReused(node, graph, again)).map(({ id }) => id))
}

const outcomeOf = (fact: NodeFinished, runId: string): NodeResult | NodeFailure => {
  const { error, outputs, handle, updates, inputs, processData, usage } = fact
  const metadata = { ...fact.metadata, [reusedFrom]: runId }
  const details = { inputs, processData, metadata, ...(usage && { usage }) }
  if (error !== undefined) return new NodeFailure(error, { ...details, outputs, type: error.type })
  return { ...details, outputs, ...(handle && { handle }), ...(updates && { updates }) }
}

type Outcomes = ReadonlyMap<string, NodeResult | NodeFailure>

/** What executions of a run came to, by their keys. */
const outcomesOf = (workflow: Workflow, run: StoredRun): { readonly ended: Outcomes; readonly begun: Set<string> } => {
  const state = new RunState(workflow.compiled)
  const ended = new Map<string, NodeResult | NodeFailure>()
  /** Nodes of which an execution began and came to nothing. */
  const begun = new Set<string>()
  const idOf = (fact: Fact & { readonly node: number }): string => workflow.compiled.nodes[fact.node]?.id ?? ""
  const open = new Map<string, string>()
  for (const fact of run.facts()) {
    state.apply(fact, true)
    if (fact.kind === "node_started") open.set(`${fact.frame} ${fact.node}`, idOf(fact))
    if (fact.kind !== "node_finished" || fact.status === "stopped") continue
    open.delete(`${fact.frame} ${fact.node}`)
    ended.set(state.frames[fact.frame]?.execution(fact.node) ?? "", outcomeOf(fact, run.accepted.runId))
  }
  for (const id of open.values()) begun.add(id)
  return { ended, begun }
}

const answering = (node: CompiledNode, outcomes: Outcomes): CompiledNode => {
  const { form: _, ...bound } = node.bound
  return {
    ...node,
    // What failed for good then fails at once.
    maximumRetries: 0,
    bound: { ...bound, run: (context) => outcomes.get(context.execution) ?? node.bound.run(context) }
  }
}

/**
 * The workflow of a run that replays another one from a node on: nodes that do not come after it give what they gave
 * then, and do nothing. A node that had not ended then runs as if for the first time.
 */
export const replayedWorkflow = (workflow: Workflow, replayed: StoredRun, from: string): Workflow => {
  const { compiled } = workflow
  const reused = reusedNodes(workflow, from)
  const { ended, begun } = outcomesOf(workflow, replayed)
  const nodes = compiled.nodes.map((node) =>
    reused.has(node.id) && !begun.has(node.id) ? answering(node, ended) : node
  )
  return { ...workflow, compiled: { ...compiled, nodes } }
}

/** The workflow with which a run goes on that may be a replay: then what it reuses is read again. */
export const workflowOf = Effect.fnUntraced(function* (
  store: RunStore["Service"],
  workflow: Workflow,
  { parent }: RunAccepted
) {
  if (parent?.node === undefined) return workflow
  const replayed = yield* store.find(parent.runId)
  if (replayed !== undefined) return replayedWorkflow(workflow, replayed, parent.node)
  return yield* new WorkflowRunNotFound({ message: "The run whose outputs this one reuses is not there any more." })
})
