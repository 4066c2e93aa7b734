import type { StoredRun } from "@flowglass/core"
import { type InspectionScope, Inspector, type RunSnapshot } from "@flowglass/inspector"
import { Console, Effect, Option } from "effect"
import { durationText } from "../format/duration_text.ts"
import { jsonOutput } from "../format/json_output.ts"
import { nodeDetails } from "../format/node_details.ts"
import { oneLine } from "../format/safe_text.ts"
import { snapshotTable } from "../format/snapshot_table.ts"
import { errorStyle, outputStyle } from "../format/style.ts"
import { wholeValue } from "../format/value_text.ts"
import { shownIdLength } from "../local/find_run.ts"

/** What of a run is looked at: all of it, one node, or one output. */
export interface Inspection {
  readonly node: Option.Option<string>
  readonly output: Option.Option<string>
  /** Dify's two doors: draft runs, or published ones; both when it says nothing. */
  readonly scope: InspectionScope
  readonly isJson: boolean
  /** Set for a workflow file: there is no run to speak of. */
  readonly neverRan?: boolean
}

const headOf = (run: StoredRun, status: string, neverRan: boolean): string => {
  const { graph, accepted } = run
  if (neverRan) return `${oneLine(graph.name)}  never run`
  const finished = run.facts().findLast((fact) => fact.kind === "run_finished")
  const took = finished === undefined ? "" : `  ${durationText(finished.elapsed)}`
  return `${oneLine(graph.name)}  run ${accepted.runId.slice(0, shownIdLength)}  ${status}${took}`
}

const showSnapshot = Effect.fnUntraced(function* (run: StoredRun, { scope, isJson, neverRan = false }: Inspection) {
  const inspector = yield* Inspector
  const found = yield* inspector.snapshot(run.accepted.runId, scope)
  const snapshot: RunSnapshot = neverRan ? { ...found, workflow_run_id: "", workflow_run_status: "scheduled" } : found
  const style = yield* outputStyle
  const lines = [
    style.bold(headOf(run, snapshot.workflow_run_status, neverRan)),
    ...snapshotTable(snapshot, run.graph, style)
  ]
  yield* Console.log(isJson ? jsonOutput(snapshot, 2) : lines.join("\n"))
})

const showNode = Effect.fnUntraced(function* (run: StoredRun, nodeId: string, { scope, isJson }: Inspection) {
  const inspector = yield* Inspector
  const node = yield* inspector.node(run.accepted.runId, nodeId, scope)
  const style = yield* outputStyle
  yield* Console.log(isJson ? jsonOutput(node, 2) : nodeDetails(node, run, style).join("\n"))
})

const showOutput = Effect.fnUntraced(function* (
  run: StoredRun,
  nodeId: string,
  name: string,
  { scope, isJson }: Inspection
) {
  const inspector = yield* Inspector
  const output = yield* inspector.output(run.accepted.runId, nodeId, name, scope)
  if (isJson) return yield* Console.log(jsonOutput(output, 2))
  if (output.status === "ready") return yield* Console.log(wholeValue(output.value))
  const style = yield* errorStyle
  yield* Console.error(`${style.warn(output.status)}: ${oneLine(nodeId)} has no value for ${oneLine(name)}`)
})

/** Shows what a run holds. A run that may go on is shown as it stands. */
export const showInspection = (run: StoredRun, inspection: Inspection) => {
  const { node, output } = inspection
  if (Option.isNone(node)) return showSnapshot(run, inspection)
  if (Option.isNone(output)) return showNode(run, node.value, inspection)
  return showOutput(run, node.value, output.value, inspection)
}
