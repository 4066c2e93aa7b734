import type { Difference, NodeDifference, RunDiff } from "@flowglass/inspector"
import { oneLine } from "./safe_text.ts"
import type { Style } from "./style.ts"
import { shortValue } from "./value_text.ts"

const valueColumns = 60

const side = (value: unknown): string => (value === undefined ? "nothing" : shortValue(value, valueColumns))

const differenceLine = ({ what, left, right }: Difference, { bad, good }: Style): string =>
  `    ${oneLine(what)}  ${bad(side(left))} -> ${good(side(right))}`

const nodeLines = (node: NodeDifference, style: Style): ReadonlyArray<string> => {
  const place = node.frame === "root" ? "" : style.dim(`  in ${oneLine(node.frame)}`)
  const changes = [...(node.changed ? ["configuration"] : []), ...(node.rewired ? ["edges to it"] : [])]
  const changed = changes.length === 0 ? "" : style.warn(`  (changed: ${changes.join(", ")})`)
  return [
    `  ${style.bold(oneLine(node.node_id))}${place}${changed}`,
    ...node.differences.map((difference) => differenceLine(difference, style))
  ]
}

const answers = {
  recorded: "its answer is the recorded one",
  mocked: "its answer is a mock",
  own: "it came to the same",
  none: "it did not run"
} as const

const changedLines = ({ changed }: RunDiff, style: Style): ReadonlyArray<string> =>
  changed.map(
    ({ node_id, answer }) =>
      `${style.warn("note")}  the configuration of ${oneLine(node_id)} was changed; ${answers[answer]}`
  )

const section = (title: string, lines: ReadonlyArray<string>): ReadonlyArray<string> =>
  lines.length === 0 ? [] : [title, ...lines]

/** Two runs compared, for people: the first node that differs, then causes, then what follows from them. */
export const diffLines = (diff: RunDiff, style: Style): ReadonlyArray<string> => {
  if (diff.equal) return [style.good("equal"), ...changedLines(diff, style)]
  const of = (kind: NodeDifference["kind"]): ReadonlyArray<string> =>
    diff.nodes.filter((node) => node.kind === kind).flatMap((node) => nodeLines(node, style))
  return [
    `${style.bad("different")}${diff.first === null ? "" : `  first at ${style.bold(oneLine(diff.first))}`}`,
    ...section(
      "given",
      diff.inputs.map((difference) => differenceLine(difference, style))
    ),
    ...section(
      "run",
      diff.run.map((difference) => differenceLine(difference, style))
    ),
    ...section("causes", of("cause")),
    ...section("consequences", of("consequence")),
    ...changedLines(diff, style)
  ]
}
