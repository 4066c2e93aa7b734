import { DateTime } from "effect"
import { type GraphNode, maskError, type OutputDeclaration, property, type Value, type ValueObject } from "@flowglass/core"
import type { NodeHistory } from "./node_history.ts"
import { checksOf, retriesOf } from "./output_checks.ts"
import { shownValue } from "./shown_value.ts"
import { previewValue } from "./preview_value.ts"
import type { CheckView, NodeStatus, NodeView, OutputStatus, OutputView } from "./run_snapshot.ts"

/** One output as far as it is known: declared, or seen. */
export interface KnownOutput {
  readonly declaration: OutputDeclaration | undefined
  readonly name: string
  readonly status: OutputStatus
  /** The value; undefined when there is none to show. */
  readonly value: Value | undefined
  readonly typeCheck: CheckView | null
  readonly outputCheck: CheckView | null
}

/** How a node stands. Waiting for a person and waiting for the next attempt are work in progress. */
export const nodeStatusOf = (history: NodeHistory | undefined): NodeStatus => {
  if (history === undefined) return "idle"
  if (history.finished === undefined) return "running"
  return history.finished.status === "succeeded" ? "ready" : "failed"
}

const statusByNode = { idle: "pending", running: "running", failed: "failed" } as const

const outputStatus = (
  status: NodeStatus,
  typeCheck: CheckView | undefined,
  outputCheck: CheckView | undefined,
  isProduced: boolean
): OutputStatus => {
  if (status !== "ready") return statusByNode[status]
  if (typeCheck?.passed === false) return "type_check_failed"
  if (outputCheck?.passed === false) return "output_check_failed"
  return isProduced ? "ready" : "not_produced"
}

const none: ValueObject = {}

/** All outputs of a node: the declared ones in their order, then what it produced beside them. */
export const knownOutputs = (node: GraphNode, history: NodeHistory | undefined): ReadonlyArray<KnownOutput> => {
  const status = nodeStatusOf(history)
  const produced = history?.finished?.outputs ?? none
  const metadata = history?.finished?.metadata ?? none
  const typeChecks = checksOf(metadata, "output_type_check")
  const outputChecks = checksOf(metadata, "output_check")
  const declarations = new Map(node.outputs.map((declaration) => [declaration.name, declaration]))
  const names = [...declarations.keys(), ...Object.keys(produced).filter((name) => !declarations.has(name))]
  const isReady = status === "ready"
  return names.map((name) => ({
    declaration: declarations.get(name),
    name,
    status: outputStatus(status, typeChecks.get(name), outputChecks.get(name), Object.hasOwn(produced, name)),
    value: isReady ? property(produced, name) : undefined,
    typeCheck: (isReady ? typeChecks.get(name) : undefined) ?? null,
    outputCheck: (isReady ? outputChecks.get(name) : undefined) ?? null
  }))
}

const viewOutput = (output: KnownOutput, retried: number, mask: (value: Value) => Value): OutputView => {
  const preview = output.value === undefined ? undefined : previewValue(mask(output.value))
  return {
    name: output.name,
    type: output.declaration?.type ?? null,
    status: output.status,
    value_preview: preview === undefined ? null : shownValue(preview.value, output.declaration),
    type_check: output.typeCheck,
    output_check: output.outputCheck,
    retried,
    ...(preview?.truncated === true ? { truncated: true } : {}),
    ...(output.declaration === undefined ? { inferred: true } : {})
  }
}

/** A moment as Dify writes it: ISO in UTC, without a zone. */
const timeText = (milliseconds: number | undefined): string | null =>
  milliseconds === undefined ? null : DateTime.formatIso(DateTime.makeUnsafe(Math.floor(milliseconds))).slice(0, -1)

/** A node as the Inspector shows it. */
export const viewNode = (
  node: GraphNode,
  history: NodeHistory | undefined,
  mask: (value: Value) => Value
): NodeView => {
  const finished = history?.finished
  const retried = finished === undefined ? 0 : retriesOf(finished.metadata)
  return {
    node_id: node.id,
    node_kind: node.type,
    node_display_name: node.title,
    node_status: nodeStatusOf(history),
    node_started_at: timeText(history?.startedAt),
    node_completed_at: timeText(finished?.at),
    outputs: knownOutputs(node, history).map((output) => viewOutput(output, retried, mask)),
    ...(finished?.error === undefined ? {} : { error: maskError(finished.error, mask) }),
    ...(history === undefined ? {} : { attempts: history.attempts }),
    ...(history === undefined || history.rounds < 2 ? {} : { rounds: history.rounds }),
    ...(finished?.mocked === true ? { mocked: true } : {}),
    ...(finished === undefined ? {} : { elapsed_ms: finished.elapsed })
  }
}
