import type { NodeView } from "@flowglass/inspector"
import { declaredText, outputText, statusText, tookText } from "./output_row.ts"
import type { PlainFields } from "./run_report.ts"
import { oneLine } from "./safe_text.ts"
import type { ShownGraph, ShownRun } from "./shown_run.ts"
import type { Style } from "./style.ts"
import { cut, textTable } from "./text_table.ts"
import { shortValue } from "./value_text.ts"

const section = (title: string, lines: ReadonlyArray<string>, style: Style): ReadonlyArray<string> =>
  lines.length === 0 ? [] : ["", style.bold(title), ...lines.map((line) => `  ${line}`)]

const headOf = (node: NodeView, style: Style): string =>
  [
    style.bold(oneLine(node.node_id)),
    ...(node.node_display_name === node.node_id ? [] : [oneLine(node.node_display_name)]),
    node.node_kind,
    statusText(node.node_status, style),
    ...(node.node_status === "idle" ? [] : [tookText(node)])
  ].join("  ")

const outputRows = (node: NodeView, graph: ShownGraph, style: Style) => {
  const known = graph.nodes.find((candidate) => candidate.id === node.node_id)
  return textTable(
    node.outputs.map((output) => [
      statusText(output.status, style),
      declaredText(output, known),
      outputText(output, 80)
    ]),
    { columns: style.columns - 2, flexible: [2] }
  )
}

const inputRows = (inputs: PlainFields, { columns }: Style): ReadonlyArray<string> =>
  textTable(
    Object.entries(inputs).map(([name, value]) => [cut(oneLine(name), 32), shortValue(value, 100)]),
    { columns: columns - 2, flexible: [1] }
  )

/** One node for people: how it stands, its outputs, what went into its latest execution, and why it failed. */
export const nodeDetails = (node: NodeView, run: ShownRun, style: Style): ReadonlyArray<string> => {
  return [
    headOf(node, style),
    ...(node.error === undefined
      ? []
      : [`${style.bad("error")} ${style.bold(oneLine(node.error.code))}: ${oneLine(node.error.message)}`]),
    ...section("outputs", outputRows(node, run.graph, style), style),
    ...section("inputs", inputRows(run.inputsOf(node.node_id), style), style)
  ]
}
