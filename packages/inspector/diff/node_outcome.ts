import { type NodeFinished, type StoredRun, toPlain, type Value, type ValueObject } from "@flowglass/core"

/** What an execution came to, without what differs between any two runs: times, ids, latency. */
export interface NodeOutcomeView {
  readonly nodeId: string
  /** Frame index and round, so that items of an iteration are compared one by one. */
  readonly position: string
  readonly status: NodeFinished["status"]
  readonly handle: string | undefined
  readonly outputs: ValueObject
  readonly error: string | undefined
}

/** System variables that are new in every run. */
const volatile = new Set(["sys.workflow_run_id", "sys.timestamp", "sys.conversation_id"])

const stable = (outputs: ValueObject): ValueObject =>
  Object.fromEntries(Object.entries(outputs).filter(([name]) => !volatile.has(name)))

/** All ended executions of a run, in the order in which they ended. */
export const nodeOutcomes = (run: StoredRun): ReadonlyMap<string, NodeOutcomeView> => {
  const outcomes = new Map<string, NodeOutcomeView>()
  for (const fact of run.facts()) {
    if (fact.kind !== "node_finished") continue
    const nodeId = run.graph.nodes[fact.node]?.id ?? ""
    const position = `${fact.frame}/${nodeId}`
    outcomes.set(position, {
      nodeId,
      position,
      status: fact.status,
      handle: fact.handle,
      outputs: stable(fact.outputs),
      error: fact.error === undefined ? undefined : `${fact.error.code}: ${fact.error.message}`
    })
  }
  return outcomes
}

/** A value as a caller sees it; undefined where there is none. */
export const shown = (value: Value | undefined): unknown => (value === undefined ? undefined : toPlain(value))
