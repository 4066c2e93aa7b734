import type { RunGraph } from "@flowglass/core"
import type { NodeView, RunSnapshot } from "@flowglass/inspector"
import { declaredText, outputText, statusText, tookText } from "./output_row.ts"
import { oneLine } from "./safe_text.ts"
import type { Style } from "./style.ts"
import { cut, textTable } from "./text_table.ts"

const valueColumns = 40

const errorText = (node: NodeView): string =>
  node.error === undefined ? "" : cut(oneLine(`${node.error.code}: ${node.error.message}`), valueColumns + 20)

/** The rows of one node: one for each output, the node's name in the first. */
export const nodeRows = (node: NodeView, graph: RunGraph, style: Style): ReadonlyArray<ReadonlyArray<string>> => {
  const known = graph.nodes.find((candidate) => candidate.id === node.node_id)
  const name = cut(oneLine(node.node_id), 32)
  const outputs = node.outputs.map((output) => [
    statusText(output.status, style),
    outputText(output, valueColumns),
    declaredText(output, known)
  ])
  const failure = node.error === undefined ? [] : [[statusText(node.node_status, style), errorText(node), ""]]
  const rows = [...failure, ...outputs]
  const [first = [statusText(node.node_status, style), "", ""], ...rest] = rows
  return [[name, ...first, tookText(node)], ...rest.map((row) => ["", ...row])]
}

/** All nodes of a run with their outputs, as a table. */
export const snapshotTable = (snapshot: RunSnapshot, graph: RunGraph, style: Style): ReadonlyArray<string> => {
  const head = ["node", "status", "output", "declared", "took"].map(style.bold)
  return textTable([head, ...snapshot.node_outputs.flatMap((node) => nodeRows(node, graph, style))])
}
