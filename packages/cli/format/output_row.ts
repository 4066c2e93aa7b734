import type { NodeView, OutputView } from "@flowglass/inspector"
import { durationText } from "./duration_text.ts"
import { outputTypeText } from "./node_type_report.ts"
import { oneLine } from "./safe_text.ts"
import type { ShownNode } from "./shown_run.ts"
import type { Style } from "./style.ts"
import { cut } from "./text_table.ts"
import { shortValue } from "./value_text.ts"

const marks = {
  ready: "good",
  failed: "bad",
  type_check_failed: "bad",
  output_check_failed: "bad",
  not_produced: "warn",
  running: "warn",
  pending: "dim",
  idle: "dim"
} as const

/** A status in its colour. */
export const statusText = (status: keyof typeof marks, style: Style): string => style[marks[status]](status)

/** How long a node took, how often it ran, and whether it was answered for. */
export const tookText = (node: NodeView): string => {
  if (node.node_status === "idle") return "not run"
  if (node.paused === true) return "waits for somebody"
  const facts = [
    ...(node.elapsed_ms === undefined ? [] : [durationText(node.elapsed_ms)]),
    ...(node.rounds === undefined ? [] : [`${node.rounds} rounds`]),
    ...(node.attempts === undefined || node.attempts < 2 ? [] : [`${node.attempts} attempts`])
  ].join(", ")
  const from = node.reused === true ? "(reused)" : node.mocked === true ? "(mocked)" : ""
  return `${facts} ${from}`.trim()
}

/** The type an output was declared with. */
export const declaredText = (output: OutputView, node: ShownNode | undefined): string => {
  if (output.inferred === true) return "inferred"
  const declaration = node?.outputs.find((candidate) => candidate.name === output.name)
  return declaration === undefined ? (output.type ?? "any") : outputTypeText(declaration)
}

const reasonOf = (output: OutputView): string | null =>
  output.type_check?.passed === false
    ? output.type_check.reason
    : output.output_check?.passed === false
      ? output.output_check.reason
      : null

/** An output with the beginning of its value: `text = "Hello Ada"`. */
export const outputText = (output: OutputView, columns: number): string => {
  const name = cut(oneLine(output.name), 32)
  const reason = reasonOf(output)
  if (reason !== null) return `${name}: ${cut(oneLine(reason), columns)}`
  return output.status === "ready" ? `${name} = ${shortValue(output.value_preview, columns)}` : name
}
