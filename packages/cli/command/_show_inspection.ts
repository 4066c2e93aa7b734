import type { NodeView, OutputPreview, RunSnapshot } from "@flowglass/inspector"
import { Console, Effect, Option } from "effect"
import { durationText } from "../format/duration_text.ts"
import { jsonOutput } from "../format/json_output.ts"
import { nodeDetails } from "../format/node_details.ts"
import { oneLine } from "../format/safe_text.ts"
import type { ShownRun } from "../format/shown_run.ts"
import { snapshotTable } from "../format/snapshot_table.ts"
import { errorStyle, outputStyle } from "../format/style.ts"
import { wholeValue } from "../format/value_text.ts"
import { shownIdLength } from "../local/find_run.ts"
import type { OutputFormat } from "./output_format.ts"

/** What of a run is looked at: all of it, one node, or one output. */
export interface Inspection {
  readonly node: Option.Option<string>
  readonly output: Option.Option<string>
  readonly format: OutputFormat
  /** Set for a workflow file: there is no run to speak of. */
  readonly neverRan?: boolean
}

/** Where what the nodes of a run produced is read: in this process, or on a server. */
export interface InspectedRun<E> {
  readonly snapshot: Effect.Effect<RunSnapshot, E>
  readonly node: (nodeId: string) => Effect.Effect<NodeView, E>
  readonly output: (nodeId: string, name: string) => Effect.Effect<OutputPreview, E>
}

const headOf = ({ id, name, elapsed }: ShownRun, status: string, neverRan: boolean): string => {
  if (neverRan) return `${oneLine(name)}  never run`
  const took = elapsed === undefined ? "" : `  ${durationText(elapsed)}`
  return `${oneLine(name)}  run ${id.slice(0, shownIdLength)}  ${status}${took}`
}

/** One document; with `ndjson` on one line, as everything else then is. */
const json = (data: unknown, format: OutputFormat): string => jsonOutput(data, format === "ndjson" ? undefined : 2)

const showSnapshot = Effect.fnUntraced(function* (
  run: ShownRun,
  found: RunSnapshot,
  { format, neverRan = false }: Inspection
) {
  const snapshot: RunSnapshot = neverRan ? { ...found, workflow_run_id: "", workflow_run_status: "scheduled" } : found
  const style = yield* outputStyle
  const lines = [
    style.bold(headOf(run, snapshot.workflow_run_status, neverRan)),
    ...snapshotTable(snapshot, run.graph, style)
  ]
  yield* Console.log(format === "text" ? lines.join("\n") : json(snapshot, format))
})

const showNode = Effect.fnUntraced(function* (run: ShownRun, node: NodeView, { format }: Inspection) {
  const style = yield* outputStyle
  yield* Console.log(format === "text" ? nodeDetails(node, run, style).join("\n") : json(node, format))
})

const showOutput = Effect.fnUntraced(function* (nodeId: string, output: OutputPreview, { format }: Inspection) {
  if (format !== "text") return yield* Console.log(json(output, format))
  if (output.status === "ready") return yield* Console.log(wholeValue(output.value))
  const style = yield* errorStyle
  yield* Console.error(
    `${style.warn(output.status)}: ${oneLine(nodeId)} has no value for ${oneLine(output.output_name)}`
  )
})

/** Shows what a run holds. A run that may go on is shown as it stands. */
export const showInspection = Effect.fnUntraced(function* <E>(
  run: ShownRun,
  inspected: InspectedRun<E>,
  inspection: Inspection
) {
  const { node, output } = inspection
  if (Option.isNone(node)) return yield* showSnapshot(run, yield* inspected.snapshot, inspection)
  if (Option.isNone(output)) return yield* showNode(run, yield* inspected.node(node.value), inspection)
  yield* showOutput(node.value, yield* inspected.output(node.value, output.value), inspection)
})
