import { Cause, type Exit, Result } from "effect"
import { BranchHandleMissing, NodeDefect } from "../error/run_errors.ts"
import { ValueTooLarge } from "../error/value_errors.ts"
import type { CompiledNode } from "../graph/compiled_graph.ts"
import { NodeFailure } from "../node/node_failure.ts"
import type { NodeDetails, NodeResult } from "../node/node_result.ts"
import type { ValueObject } from "../value/value.ts"
import { emptyObject } from "../value/value_object.ts"
import type { ErrorData, NodeEnd } from "./fact.ts"

/** How an execution ends: what its finish fact says before edges are decided. */
export interface NodeConclusion extends NodeDetails {
  readonly status: NodeEnd
  readonly outputs: ValueObject
  readonly handle?: string
  readonly error?: ErrorData
  readonly updates?: NodeResult["updates"]
}

/** A failure as data. */
export const errorData = (failure: NodeFailure): ErrorData => ({
  code: failure.error.code,
  type: failure.details.type ?? "",
  message: failure.error.message
})

/** What a thrown value says; hostile ones cannot even be shown. */
export const describeDefect = (defect: unknown): string =>
  Result.getOrElse(
    Result.try(() => String(defect instanceof Error ? defect.message : defect)),
    () => "it threw a value that cannot be shown"
  )

/** A thrown value as a failure of the node that threw it. */
export const defectFailure = (node: CompiledNode, defect: unknown): NodeFailure => {
  const what = describeDefect(defect)
  // What JavaScript says of a text that would be longer than any can be.
  const error =
    what === "Invalid string length"
      ? new ValueTooLarge({ message: `Node ${node.id} made a text longer than can be held` })
      : new NodeDefect({ message: `Node ${node.id} (${node.type}) broke: ${what}` })
  return new NodeFailure(error, { type: "WorkflowNodeError" })
}

const isNodeFailure = (failure: unknown): failure is NodeFailure =>
  // A proxy may throw whatever is asked of it.
  Result.getOrElse(
    Result.try(() => failure instanceof NodeFailure),
    () => false
  )

/** What an ended fiber came to. */
export const outcomeOf = (node: CompiledNode, exit: Exit.Exit<NodeResult, NodeFailure>): NodeResult | NodeFailure => {
  if (exit._tag === "Success") return exit.value
  const failure = exit.cause.reasons.find(Cause.isFailReason)
  if (failure !== undefined) {
    return isNodeFailure(failure.error) ? failure.error : defectFailure(node, failure.error)
  }
  // Only an ending run interrupts its nodes; one that interrupted itself has no result and must not pass for done.
  if (Cause.hasInterruptsOnly(exit.cause)) return defectFailure(node, "it interrupted itself")
  return defectFailure(node, Cause.squash(exit.cause))
}

const failed = (failure: NodeFailure, status: NodeEnd, outputs: ValueObject, handle?: string): NodeConclusion => ({
  ...failure.details,
  status,
  outputs,
  error: errorData(failure),
  ...(handle === undefined ? {} : { handle })
})

/** Ends a failed execution by its node's strategy. Tokens, process data and the error stay with it. */
export const concludeFailure = (node: CompiledNode, failure: NodeFailure): NodeConclusion => {
  if (node.strategy === "none") return failed(failure, "failed", failure.details.outputs ?? emptyObject())
  const outputs = Object.assign(emptyObject(), node.strategy === "default-value" ? node.defaultValue : {})
  outputs.error_message = failure.error.message
  outputs.error_type = failure.details.type ?? ""
  return failed(failure, "exception", outputs, node.strategy === "fail-branch" ? "fail-branch" : undefined)
}

/** Ends a successful execution; a branch must have selected a handle. */
export const concludeSuccess = (node: CompiledNode, result: NodeResult): NodeConclusion => {
  const handle = node.kind === "branch" ? result.handle : node.strategy === "fail-branch" ? "source" : undefined
  if (node.kind === "branch" && handle === undefined) {
    const error = new BranchHandleMissing({ message: `Branch node ${node.id} completed without selecting a branch` })
    return concludeFailure(node, new NodeFailure(error, { ...result, type: "ValueError" }))
  }
  return { ...result, status: "succeeded", ...(handle === undefined ? {} : { handle }) }
}
