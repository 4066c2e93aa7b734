import type { GraphNode, RunGraph } from "@flowglass/core"
import { oneLine } from "./safe_text.ts"
import type { Style } from "./style.ts"
import { columnsOf, cut, padColumns, shrink } from "./text_table.ts"

/** The word that a line about a node begins with. */
export type NodeWord = "ok" | "warn" | "fail" | "stop" | "skip" | "wait" | "retry"

const markOf = (word: NodeWord, style: Style): ((text: string) => string) => {
  if (word === "ok") return style.good
  if (word === "fail" || word === "stop") return style.bad
  return word === "skip" ? style.dim : style.warn
}

/** How wide a column may become before its texts are cut. */
const widest = 32

/** What a line holds beside names: indent, word, time and gaps, and some room for notes. */
const others = 44

/** Writes lines about nodes of one graph, with the columns below each other although each line is printed at once. */
export const nodeLineWriter = (graph: RunGraph, style: Style) => {
  const hasTitles = graph.nodes.some((node) => node.title !== node.id)
  const cellsOf = (node: GraphNode): ReadonlyArray<string> =>
    [node.id, ...(hasTitles ? [node.title] : []), node.type].map((cell) => cut(oneLine(cell), widest))
  const widths: Array<number> = []
  for (const node of graph.nodes) {
    for (const [column, cell] of cellsOf(node).entries()) {
      widths[column] = Math.max(widths[column] ?? 0, columnsOf(cell))
    }
  }
  if (hasTitles) shrink(widths, { columns: style.columns - others, flexible: [1] })
  return (word: NodeWord, node: GraphNode, took: string, notes: ReadonlyArray<string>): string => {
    const names = cellsOf(node).map((cell, column) => padColumns(cut(cell, widths[column] ?? 0), widths[column] ?? 0))
    const mark = markOf(word, style)
    const indent = node.parent === undefined ? "  " : "    "
    const whole = [...names, took.padEnd(8), notes.map(oneLine).join(" ")].join("  ").trimEnd()
    const rest = cut(whole, style.columns - indent.length - 6)
    return `${indent}${mark(word.padEnd(5))} ${word === "skip" ? style.dim(rest) : rest}`
  }
}
