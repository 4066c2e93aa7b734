import type { NodeFinished, StoredRun, ValueObject } from "@flowglass/core"
import { executionKeys } from "../execution_keys.ts"
import type { RunMask } from "../secret/run_mask.ts"
import { compareFields, compareText, type Difference } from "./compare_fields.ts"
import { withoutVolatile } from "./volatile.ts"

/** What an execution came to, without what differs between any two runs: times, ids, latency. Secrets are masked. */
export interface NodeOutcome {
  readonly nodeId: string
  readonly status: NodeFinished["status"] | "running"
  readonly handle: string | undefined
  readonly outputs: ValueObject
  readonly error: string | undefined
  /** Whether a mock answered; it is not compared. */
  readonly mocked: boolean
}

const finishedOutcome = (nodeId: string, fact: NodeFinished, mask: RunMask): NodeOutcome => ({
  nodeId,
  status: fact.status,
  handle: fact.handle,
  outputs: withoutVolatile(mask.fields(fact.outputs), "sys."),
  error: fact.error && `${fact.error.code}: ${mask.text(fact.error.message)}`,
  mocked: fact.mocked
})

/** All executions of a run by their keys: those that ended in the order of their ends, then those at work. */
export const nodeOutcomes = (run: StoredRun, mask: RunMask): ReadonlyMap<string, NodeOutcome> => {
  const keyOf = executionKeys(run)
  const ended = new Map<string, NodeOutcome>()
  const started = new Map<string, NodeOutcome>()
  for (const fact of run.facts()) {
    if (fact.kind !== "node_started" && fact.kind !== "node_finished") continue
    const nodeId = run.graph.nodes[fact.node]?.id ?? ""
    const key = keyOf(fact.frame, fact.node)
    if (fact.kind === "node_finished") ended.set(key, finishedOutcome(nodeId, fact, mask))
    else
      started.set(key, { nodeId, status: "running", handle: undefined, outputs: {}, error: undefined, mocked: false })
  }
  for (const [key, outcome] of started) if (!ended.has(key)) ended.set(key, outcome)
  return ended
}

/**
 * What differs between two outcomes of one node; one of them may be missing. A node that was stopped with its run came
 * to nothing: whether it had begun by then is chance.
 */
export const compareOutcomes = (
  left: NodeOutcome | undefined,
  right: NodeOutcome | undefined
): ReadonlyArray<Difference> => {
  if (left === undefined || right === undefined) {
    if ((left ?? right)?.status === "stopped") return []
    return compareText("status", left?.status ?? "not run", right?.status ?? "not run")
  }
  return [
    ...compareText("status", left.status, right.status),
    ...compareText("handle", left.handle, right.handle),
    ...compareText("error", left.error, right.error),
    ...compareFields("outputs", left.outputs, right.outputs)
  ]
}
