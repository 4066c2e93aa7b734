import { NodeInterrupted } from "../error/run_errors.ts"
import { NodeFailure } from "../node/node_failure.ts"
import type { NewFact } from "../store/run_store.ts"
import { emptyObject } from "../value/value_object.ts"
import type { Fact, NodeStarted } from "./fact.ts"
import { errorData } from "./node_conclusion.ts"

const nothing = emptyObject()

/** Facts that end as stopped what has begun and not ended in these ones, from the inside out. */
export const stopsOf = (facts: ReadonlyArray<Fact>, at: number): ReadonlyArray<NewFact> => {
  const running = new Map<string, NodeStarted>()
  for (const fact of facts) {
    if (fact.kind === "node_started") running.set(`${fact.frame} ${fact.node}`, fact)
    else if (fact.kind === "node_finished") running.delete(`${fact.frame} ${fact.node}`)
  }
  const error = errorData(new NodeFailure(new NodeInterrupted({ message: "The node was stopped with its run" })))
  return Array.from(
    running.values(),
    ({ frame, node, attempt, at: startedAt }): NewFact => ({
      kind: "node_finished",
      seq: 0,
      epoch: 0,
      version: 1,
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
      error,
      handle: undefined,
      updates: undefined
    })
  ).toReversed()
}
