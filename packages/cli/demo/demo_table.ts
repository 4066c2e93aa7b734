import { plainJson } from "@flowglass/core"
import type { NodeView, OutputView, RunSnapshot } from "@flowglass/inspector"
import { durationText } from "../format/duration_text.ts"
import { oneLine } from "../format/safe_text.ts"
import type { Style } from "../format/style.ts"
import { cut, textTable } from "../format/text_table.ts"

/** The output that says most about a node: the first with a value, else the first. */
const telling = (node: NodeView): OutputView | undefined =>
  node.outputs.find((output) => output.status === "ready" && output.value_preview !== null) ?? node.outputs[0]

const statusOf = (node: NodeView, output: OutputView | undefined): string =>
  output?.status ?? (node.node_status === "idle" ? "pending" : node.node_status)

const shownOutput = (output: OutputView | undefined): string => {
  if (output === undefined) return ""
  if (output.status !== "ready") return output.name
  return `${output.name} = ${cut(oneLine(plainJson(output.value_preview)), 44)}`
}

const row = (node: NodeView): ReadonlyArray<string> => {
  const output = telling(node)
  const took = node.elapsed_ms === undefined ? "not run" : durationText(node.elapsed_ms)
  return [`  ${node.node_id}`, statusOf(node, output), shownOutput(output), output?.type ?? "inferred", took]
}

/** A run at a glance: one line a node, with the output that says most about it. */
export const demoTable = (snapshot: RunSnapshot, { columns }: Style): ReadonlyArray<string> =>
  textTable([["  node", "status", "output", "declared", "took"], ...snapshot.node_outputs.map(row)], {
    columns,
    flexible: [2]
  })
