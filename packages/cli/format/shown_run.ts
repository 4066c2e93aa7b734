import type { GraphNode, StoredRun } from "@flowglass/core"
import { type PlainFields, runReport } from "./run_report.ts"

/** What tables need to know of a node beside its view. */
export type ShownNode = Pick<GraphNode, "id" | "title" | "outputs">

/** The nodes that a table is about. */
export interface ShownGraph {
  readonly nodes: ReadonlyArray<ShownNode>
}

/** What is told of a run beside what its nodes produced. */
export interface ShownRun {
  readonly id: string
  /** The name of its workflow. */
  readonly name: string
  /** Milliseconds; undefined until it has ended. */
  readonly elapsed: number | undefined
  readonly graph: ShownGraph
  /** What went into the latest execution of a node. */
  readonly inputsOf: (nodeId: string) => PlainFields
}

/** What is told of a run whose facts are known. */
export const shownRun = (run: StoredRun): ShownRun => ({
  id: run.accepted.runId,
  name: run.graph.name,
  elapsed: run.facts().findLast((fact) => fact.kind === "run_finished")?.elapsed,
  graph: run.graph,
  inputsOf: (nodeId) => runReport(run).nodes.findLast((execution) => execution.node_id === nodeId)?.inputs ?? {}
})
