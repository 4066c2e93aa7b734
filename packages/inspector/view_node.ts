import { type ErrorData, type GraphNode, reusedFrom, type ValueObject } from "@flowglass/core"
import { type KnownOutput, knownOutputs, nodeStatusOf } from "./known_outputs.ts"
import { retriesOf } from "./output_checks.ts"
import { previewValue } from "./preview_value.ts"
import type { NodeHistory } from "./run_history.ts"
import type { CheckView, NodeView, OutputView } from "./run_snapshot.ts"
import type { RunMask } from "./secret/run_mask.ts"
import { shownValue } from "./shown_value.ts"

/** How many characters of an error message are shown: what a server said may be of any size. */
const longestMessage = 64 * 1024

const viewCheck = (check: CheckView | null, mask: RunMask): CheckView | null =>
  check === null || check.reason === null ? check : { ...check, reason: mask.text(check.reason) }

const viewError = (error: ErrorData, mask: RunMask): ErrorData => {
  const { code, message } = error
  const type = mask.text(error.type)
  if (message.length <= longestMessage) return { code, type, message: mask.text(message) }
  return { code, type, message: `${mask.start(message, longestMessage).slice(0, longestMessage)}…` }
}

const viewOutput = (output: KnownOutput, retried: number, mask: RunMask): OutputView => {
  const preview = output.value === undefined ? undefined : previewValue(output.value, mask)
  return {
    name: shownName(output, mask),
    type: output.declaration?.type ?? null,
    status: output.status,
    value_preview: preview === undefined ? null : shownValue(preview.value, output.declaration),
    type_check: viewCheck(output.typeCheck, mask),
    output_check: viewCheck(output.outputCheck, mask),
    retried,
    ...(preview?.truncated === true ? { truncated: true } : {}),
    ...(output.declaration === undefined ? { inferred: true } : {})
  }
}

/** The name of an output; one that was not declared is data, and may hold a secret. */
export const shownName = (output: KnownOutput, mask: RunMask): string =>
  output.declaration === undefined ? mask.text(output.name) : output.name

/** Whether an execution has its outputs from the run that its own replays. */
const isReused = (metadata: ValueObject | undefined): boolean =>
  metadata !== undefined && Object.hasOwn(metadata, reusedFrom)

/** A moment as Dify writes it: ISO in UTC, without a zone. */
const timeText = (milliseconds: number | undefined): string | null =>
  milliseconds === undefined ? null : new Date(milliseconds).toISOString().slice(0, -1)

/** A node as the Inspector shows it, secrets masked. */
export const viewNode = (
  node: GraphNode,
  history: NodeHistory | undefined,
  runIsEnded: boolean,
  mask: RunMask
): NodeView => {
  const finished = history?.finished
  const retried = finished === undefined ? 0 : retriesOf(finished.metadata)
  return {
    node_id: node.id,
    node_kind: node.type,
    node_display_name: node.title,
    node_status: nodeStatusOf(history, runIsEnded),
    node_started_at: timeText(history?.startedAt),
    node_completed_at: timeText(finished?.at),
    outputs: knownOutputs(node, history, runIsEnded).map((output) => viewOutput(output, retried, mask)),
    ...(finished?.error === undefined ? {} : { error: viewError(finished.error, mask) }),
    ...(history === undefined ? {} : { attempts: history.attempts }),
    ...(history === undefined || history.rounds < 2 ? {} : { rounds: history.rounds }),
    ...(history?.isPaused === true && !runIsEnded ? { paused: true } : {}),
    ...(finished?.mocked === true ? { mocked: true } : {}),
    ...(isReused(finished?.metadata) ? { reused: true } : {}),
    ...(finished === undefined ? {} : { elapsed_ms: finished.elapsed })
  }
}
