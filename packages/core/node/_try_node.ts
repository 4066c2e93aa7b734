import { Effect, Result } from "effect"
import type { Value } from "../value/value.ts"
import { VariablePool } from "../value/variable_pool.ts"
import { defaultNodeLimits, type NodeSignal } from "./node_context.ts"
import { NodeFailure } from "./node_failure.ts"
import type { NodeResult } from "./node_result.ts"
import type { BoundNode, NodeType } from "./node_type.ts"

/** Variables by scope and name. */
export interface Scopes {
  readonly [scope: string]: { readonly [name: string]: Value }
}

/** For tests: the node with this `data`; a file that does not decode throws. */
export const bindNode = <R>(type: NodeType<R>, data: unknown): BoundNode<R> => Result.getOrThrow(type.decode(data))

/** For tests: runs a node once, outside any run; its failure is data. */
export const runNode = (
  type: NodeType,
  data: unknown,
  scopes: Scopes = {},
  signal: (signal: NodeSignal) => void = () => {}
): Effect.Effect<NodeResult | NodeFailure> => {
  const variables = new VariablePool()
  for (const [scope, values] of Object.entries(scopes)) variables.setScope(scope, values)
  const outcome = bindNode(type, data).run({
    runId: "run",
    nodeId: "node",
    title: "Node",
    variables,
    execution: "root/node",
    attempt: 0,
    failureIsHandled: false,
    limits: defaultNodeLimits,
    signal
  })
  return Effect.isEffect(outcome) ? Effect.catch(outcome, Effect.succeed) : Effect.succeed(outcome)
}

/** For tests: runs a node that never waits once, outside any run. */
export const tryNode = (type: NodeType, data: unknown, scopes: Scopes = {}): NodeResult | NodeFailure =>
  Effect.runSync(runNode(type, data, scopes))

/** For tests: what a node that must succeed returns. */
export const tryResult = (type: NodeType, data: unknown, scopes: Scopes = {}): NodeResult => {
  const outcome = tryNode(type, data, scopes)
  if (outcome instanceof NodeFailure) throw outcome.error
  return outcome
}
