import { makeSecretMask, secretsOf, type StoredRun } from "@flowglass/core"
import { historyOf } from "./node_history.ts"
import type { NodeView, RunSnapshot, WorkflowRunStatus } from "./run_snapshot.ts"
import { type KnownOutput, knownOutputs, viewNode } from "./view_node.ts"

/** A run at one moment, ready to be shown. Declarations and graph are those of the run, not today's. */
export interface RunView {
  readonly id: string
  readonly status: WorkflowRunStatus
  readonly isPaused: boolean
  readonly isEnded: boolean
  /** How many facts it reflects. */
  readonly facts: number
  readonly snapshot: () => RunSnapshot
  /** Undefined when the run's graph has no such node. */
  readonly node: (nodeId: string) => NodeView | undefined
  readonly outputs: (nodeId: string) => ReadonlyArray<KnownOutput>
  /** Nodes that the facts after the first `count` speak of, in graph order. */
  readonly changedSince: (count: number) => ReadonlyArray<NodeView>
  readonly nodeIds: ReadonlyArray<string>
}

/** Looks at a stored run. */
export const runView = (run: StoredRun): RunView => {
  const facts = run.facts()
  const count = facts.length
  const history = historyOf(run)
  const mask = makeSecretMask(secretsOf(run.graph, run.accepted))
  const { nodes } = run.graph
  const indexOf = (nodeId: string): number => nodes.findIndex((node) => node.id === nodeId)
  const viewAt = (index: number): NodeView | undefined => {
    const node = nodes[index]
    return node === undefined ? undefined : viewNode(node, history.nodes.get(index), mask)
  }
  const status: WorkflowRunStatus = history.finished?.status ?? (history.isPaused ? "paused" : "running")
  return {
    id: run.accepted.runId,
    status,
    isPaused: history.isPaused && history.finished === undefined,
    isEnded: history.finished !== undefined,
    facts: count,
    snapshot: () => ({
      workflow_run_id: run.accepted.runId,
      workflow_run_status: status,
      node_outputs: nodes.map((node, index) => viewNode(node, history.nodes.get(index), mask))
    }),
    node: (nodeId) => viewAt(indexOf(nodeId)),
    outputs: (nodeId) => {
      const node = nodes[indexOf(nodeId)]
      if (node === undefined) return []
      return knownOutputs(node, history.nodes.get(indexOf(nodeId))).map((output) =>
        output.value === undefined ? output : { ...output, value: mask(output.value) }
      )
    },
    changedSince: (from) => {
      const changed = new Set(
        facts.slice(from).flatMap((fact) => ("node" in fact && typeof fact.node === "number" ? [fact.node] : []))
      )
      return [...changed]
        .sort((left, right) => left - right)
        .map(viewAt)
        .filter((view) => view !== undefined)
    },
    nodeIds: nodes.map((node) => node.id)
  }
}
