import { Cause, type Exit, Predicate, Result } from "effect"
import { BranchHandleMissing, NodeDefect } from "../error/run_errors.ts"
import type { CompiledNode } from "../graph/compiled_graph.ts"
import { NodeFailure } from "../node/node_failure.ts"
import type { NodeDetails, NodeResult } from "../node/node_result.ts"
import type { ValueObject } from "../value/value.ts"
import { emptyObject, isValueObject } from "../value/value_object.ts"
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
export const defectFailure = (node: CompiledNode, defect: unknown): NodeFailure =>
  new NodeFailure(new NodeDefect({ message: `Node ${node.id} (${node.type}) broke: ${describeDefect(defect)}` }), {
    type: "WorkflowNodeError"
  })

/** What a node of a host gave back, as far as it is a result: nobody else checks what code without types returns. */
export const checkedOutcome = (node: CompiledNode, outcome: NodeResult | NodeFailure): NodeResult | NodeFailure => {
  if (outcome instanceof NodeFailure) return outcome
  if (Predicate.isObject(outcome) && isValueObject(outcome.outputs)) return outcome
  return defectFailure(node, "it returned no outputs")
}

/** What an ended fiber came to; undefined when it was interrupted. */
export const outcomeOf = (
  node: CompiledNode,
  exit: Exit.Exit<NodeResult, NodeFailure>
): NodeResult | NodeFailure | undefined => {
  if (exit._tag === "Success") return exit.value
  const failure = exit.cause.reasons.find(Cause.isFailReason)
  if (failure !== undefined) {
    return failure.error instanceof NodeFailure ? failure.error : defectFailure(node, failure.error)
  }
  if (Cause.hasInterruptsOnly(exit.cause)) return undefined
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
