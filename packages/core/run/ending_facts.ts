import type { FlowglassError } from "../error/define_error.ts"
import { NodeInterrupted } from "../error/run_errors.ts"
import { NodeFailure } from "../node/node_failure.ts"
import type { NewFact } from "../store/run_store.ts"
import { emptyObject } from "../value/value_object.ts"
import type { Fact, NodeStarted, RunAccepted } from "./fact.ts"
import { errorData } from "./node_conclusion.ts"

const nothing = emptyObject()
const stamp = { seq: 0, epoch: 0, version: 1 } as const

const interrupted = errorData(new NodeFailure(new NodeInterrupted({ message: "The node was stopped with its run" })))

/** The end of an execution that nobody goes on with. */
const stopOf = ({ frame, node, attempt, at: startedAt }: NodeStarted, at: number): NewFact => ({
  kind: "node_finished",
  ...stamp,
  at,
  frame,
  node,
  attempt,
  status: "stopped",
  inputs: nothing,
  processData: nothing,
  outputs: nothing,
  metadata: nothing,
  mocked: false,
  elapsed: at - startedAt,
  edges: [],
  ready: [],
  usage: undefined,
  error: interrupted,
  handle: undefined,
  updates: undefined
})

/**
 * Facts that end a run as failed without its graph: what has begun and not ended in its facts so far is stopped, from
 * the inside out.
 */
export const endingFacts = (
  accepted: RunAccepted,
  facts: ReadonlyArray<Fact>,
  cause: FlowglassError,
  at: number
): ReadonlyArray<NewFact> => {
  const running = new Map<string, NodeStarted>()
  let [totalTokens, totalSteps, exceptionsCount] = [0, 0, 0]
  for (const fact of facts) {
    if (fact.kind === "node_started") {
      if (fact.frame === 0 && !running.has(`${fact.frame} ${fact.node}`)) totalSteps++
      running.set(`${fact.frame} ${fact.node}`, fact)
    } else if (fact.kind === "node_finished") {
      running.delete(`${fact.frame} ${fact.node}`)
      totalTokens += fact.usage?.total_tokens ?? 0
      if (fact.status === "failed" || fact.status === "exception") exceptionsCount++
    } else if (fact.kind === "node_retried") totalTokens += fact.usage?.total_tokens ?? 0
  }
  const error = errorData(new NodeFailure(cause))
  const failed = { status: "failed", error, failedNode: undefined } as const
  return [
    { kind: "run_ending", ...stamp, at, ...failed },
    ...Array.from(running.values(), (started) => stopOf(started, at)).toReversed(),
    {
      kind: "run_finished",
      ...stamp,
      at,
      ...failed,
      outputs: nothing,
      elapsed: at - accepted.at,
      exceptionsCount,
      totalTokens,
      totalSteps
    }
  ]
}
