import { type InspectionScope, Inspector, type LiveEvent } from "@flowglass/inspector"
import { Console, Effect, Fiber, Layer, Stream } from "effect"
import { jsonOutput } from "../format/json_output.ts"
import type { ShownGraph } from "../format/shown_run.ts"
import { nodeRows, nodeTable, snapshotTable } from "../format/snapshot_table.ts"
import { outputStyle, type Style } from "../format/style.ts"
import { FollowedRun, followFile, followStored } from "../local/followed_run.ts"
import { singleRunStore } from "../local/single_run_store.ts"
import type { AnyRun } from "./_any_run.ts"

const eventLines = (event: LiveEvent, graph: ShownGraph, style: Style): ReadonlyArray<string> => {
  if (event.event === "snapshot") return snapshotTable(event.data, graph, style)
  if (event.event === "node_changed") return nodeTable(nodeRows(event.data, graph, style), graph, style)
  return [style.bold(event.data.workflow_run_status)]
}

/** Shows one event of a run: a table of what has changed, or the event as one line of JSON. */
export const showEvent = Effect.fnUntraced(function* (event: LiveEvent, graph: ShownGraph, format: "text" | "ndjson") {
  const style = yield* outputStyle
  yield* Console.log(format === "ndjson" ? jsonOutput(event) : eventLines(event, graph, style).join("\n"))
})

/** Takes over what another process adds to a run, until it has ended. */
export const followToEnd = (run: FollowedRun, { source }: AnyRun) =>
  source.kind === "file" ? followFile(run, source.file) : followStored(run, source.again)

/** Shows a run of another process while it goes on. */
export const followRun = Effect.fnUntraced(function* (
  chosen: AnyRun,
  format: "text" | "ndjson",
  scope: InspectionScope
) {
  const run = new FollowedRun(chosen.run)
  const show = Effect.gen(function* () {
    const inspector = yield* Inspector
    const events = yield* inspector.events(run.accepted.runId, scope)
    yield* Stream.runForEach(events, (event) => showEvent(event, run.graph, format))
  })
  const shown = Effect.provide(show, Inspector.layer.pipe(Layer.provide(singleRunStore(run))))
  const showing = yield* Effect.forkChild(shown)
  yield* followToEnd(run, chosen)
  // Nothing more will come of a paused run here, and its stream stays open.
  if (run.facts().at(-1)?.kind === "run_paused") return yield* Fiber.interrupt(showing)
  return yield* Fiber.join(showing)
})
