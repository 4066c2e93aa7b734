import { emptyObject, type GraphNode, type OutputDeclaration, property, type Value } from "@flowglass/core"
import { checksOf } from "./output_checks.ts"
import type { NodeHistory } from "./run_history.ts"
import type { CheckView, NodeStatus, OutputStatus } from "./run_snapshot.ts"

/** One output as far as it is known: declared, or seen. */
export interface KnownOutput {
  /** Undefined when the node did not declare it. */
  readonly declaration: OutputDeclaration | undefined
  readonly name: string
  readonly status: OutputStatus
  /** The value; undefined when there is none to show. */
  readonly value: Value | undefined
  readonly typeCheck: CheckView | null
  readonly outputCheck: CheckView | null
}

/**
 * How a node stands. Waiting for a person and waiting for the next attempt are work in progress; what has no end when
 * its run has one was lost with it.
 */
export const nodeStatusOf = (history: NodeHistory | undefined, runIsEnded: boolean): NodeStatus => {
  if (history === undefined) return "idle"
  if (history.finished === undefined) return runIsEnded ? "failed" : "running"
  return history.finished.status === "succeeded" ? "ready" : "failed"
}

const outputStatus = (
  status: NodeStatus,
  typeCheck: CheckView | undefined,
  outputCheck: CheckView | undefined,
  isProduced: boolean
): OutputStatus => {
  if (status === "idle") return "pending"
  if (status === "running") return "running"
  // A node that failed because of its checks says which outputs they refused.
  if (typeCheck?.passed === false) return "type_check_failed"
  if (outputCheck?.passed === false) return "output_check_failed"
  if (status === "failed") return "failed"
  return isProduced ? "ready" : "not_produced"
}

const none = emptyObject()

/** All outputs of a node: the declared ones in their order, then what it produced beside them. */
export const knownOutputs = (
  node: GraphNode,
  history: NodeHistory | undefined,
  runIsEnded: boolean
): ReadonlyArray<KnownOutput> => {
  const status = nodeStatusOf(history, runIsEnded)
  const { outputs: produced, metadata } = history?.finished ?? { outputs: none, metadata: none }
  const typeChecks = checksOf(metadata, "output_type_check")
  const outputChecks = checksOf(metadata, "output_check")
  const declarations = new Map(node.outputs.map((declaration) => [declaration.name, declaration]))
  const names = [...declarations.keys(), ...Object.keys(produced).filter((name) => !declarations.has(name))]
  const shownCheck = (check: CheckView | undefined): CheckView | null =>
    check !== undefined && (status === "ready" || !check.passed) ? check : null
  return names.map((name) => ({
    declaration: declarations.get(name),
    name,
    status: outputStatus(status, typeChecks.get(name), outputChecks.get(name), Object.hasOwn(produced, name)),
    value: status === "ready" ? property(produced, name) : undefined,
    typeCheck: shownCheck(typeChecks.get(name)),
    outputCheck: shownCheck(outputChecks.get(name))
  }))
}
