import type { NodeDiagnosis, Verdict } from "../diagnose.ts"
import { oneLine } from "./safe_text.ts"
import type { Style } from "./style.ts"
import { cut, textTable } from "./text_table.ts"

/** A workflow file, examined. */
export interface Examination {
  readonly file: string
  readonly mode: string
  readonly runs: boolean
  readonly inputs: ReadonlyArray<{
    readonly name: string
    readonly type: string
    readonly required: boolean
    readonly options: ReadonlyArray<string>
  }>
  readonly nodes: ReadonlyArray<NodeDiagnosis>
}

const words: Record<Verdict, string> = {
  runs: "runs",
  needs_key: "needs key",
  needs_mapping: "needs a mapping",
  unsupported: "unsupported",
  invalid: "invalid"
}

const verdictText = (node: NodeDiagnosis, style: Style): string => {
  const variable = node.findings.find((finding) => finding.variable !== undefined)?.variable
  if (node.verdict === "runs") return style.good(words.runs)
  const text = node.verdict === "needs_key" && variable !== undefined ? `needs ${variable}` : words[node.verdict]
  return node.verdict === "invalid" || node.verdict === "unsupported" ? style.bad(text) : style.warn(text)
}

const adviceFor = (node: NodeDiagnosis): string => {
  const [finding] = node.findings
  if (finding === undefined) return ""
  // The variable says it all.
  if (finding.variable !== undefined) return "or --mock-externals"
  const mock = node.mockable ? "or --mock-externals; " : ""
  return cut(oneLine(`${mock}${finding.code}: ${finding.message}`), 100)
}

const inputRows = ({ inputs }: Examination, style: Style): ReadonlyArray<string> => {
  if (inputs.length === 0) return []
  const rows = inputs.map((input) => [
    oneLine(input.name),
    input.type,
    input.required ? "required" : "optional",
    input.options.map(oneLine).join(" | ")
  ])
  return ["", ...textTable([["input", "type", "", ""].map(style.bold), ...rows])]
}

/** What a workflow needs to run here, for people. */
export const doctorLines = (examined: Examination, style: Style): ReadonlyArray<string> => {
  const { nodes } = examined
  const ready = nodes.filter((node) => node.verdict === "runs").length
  const summary = examined.runs ? style.good("runs here") : style.warn(`${ready} of ${nodes.length} nodes run here`)
  const rows = nodes.map((node) => [
    cut(oneLine(node.node_id), 32),
    cut(oneLine(node.title), 32),
    cut(oneLine(node.type), 32),
    verdictText(node, style),
    adviceFor(node)
  ])
  return [
    `${style.bold(oneLine(examined.file))}  ${examined.mode}  ${summary}`,
    ...textTable([["node", "title", "type", "here", ""].map(style.bold), ...rows], {
      columns: style.columns,
      flexible: [1, 2, 4]
    }),
    ...inputRows(examined, style)
  ]
}
