import type { NodeView, RunSnapshot } from "@flowglass/inspector"
import { declaredText, outputText, statusText, tookText } from "./output_row.ts"
import { oneLine } from "./safe_text.ts"
import type { ShownGraph } from "./shown_run.ts"
import type { Style } from "./style.ts"
import { cut, textTable } from "./text_table.ts"

const valueColumns = 40

const errorText = (node: NodeView): string =>
  node.error === undefined ? "" : cut(oneLine(`${node.error.code}: ${node.error.message}`), valueColumns + 20)

/** Whether titles tell more than ids: those of Dify are numbers. */
const hasTitles = (graph: ShownGraph): boolean => graph.nodes.some((node) => node.title !== node.id)

/** The rows of one node: one for each output, the node's name in the first. */
export const nodeRows = (node: NodeView, graph: ShownGraph, style: Style): ReadonlyArray<ReadonlyArray<string>> => {
  const known = graph.nodes.find((candidate) => candidate.id === node.node_id)
  const names = [node.node_id, ...(hasTitles(graph) ? [node.node_display_name] : [])]
  const outputs = node.outputs.map((output) => [
    statusText(output.status, style),
    outputText(output, valueColumns),
    declaredText(output, known)
  ])
  const failure = node.error === undefined ? [] : [[statusText(node.node_status, style), errorText(node), ""]]
  const rows = [...failure, ...outputs]
  const [first = [statusText(node.node_status, style), "", ""], ...rest] = rows
  return [
    [...names.map((name) => cut(oneLine(name), 32)), ...first, tookText(node)],
    ...rest.map((row) => [...names.map(() => ""), ...row])
  ]
}

/** Rows about nodes below each other; in a narrow terminal titles and values are cut. */
export const nodeTable = (
  rows: ReadonlyArray<ReadonlyArray<string>>,
  graph: ShownGraph,
  { columns }: Style
): ReadonlyArray<string> => textTable(rows, { columns, flexible: hasTitles(graph) ? [1, 3] : [2] })

/** All nodes of a run with their outputs, as a table. */
export const snapshotTable = (snapshot: RunSnapshot, graph: ShownGraph, style: Style): ReadonlyArray<string> => {
  const names = hasTitles(graph) ? ["node", "title"] : ["node"]
  const head = [...names, "status", "output", "declared", "took"].map(style.bold)
  return nodeTable([head, ...snapshot.node_outputs.flatMap((node) => nodeRows(node, graph, style))], graph, style)
}
