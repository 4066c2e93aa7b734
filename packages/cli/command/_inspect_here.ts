import type { StoredRun } from "@flowglass/core"
import { type InspectionScope, Inspector } from "@flowglass/inspector"
import { Effect, Layer } from "effect"
import { shownRun } from "../format/shown_run.ts"
import { singleRunStore } from "../local/single_run_store.ts"
import { type Inspection, showInspection } from "./_show_inspection.ts"

/** Shows what a run holds whose facts are known here. `scope` is one of Dify's two doors, or none. */
export const inspectHere = Effect.fnUntraced(
  function* (run: StoredRun, inspection: Inspection, scope: InspectionScope) {
    const inspector = yield* Inspector
    const id = run.accepted.runId
    const inspected = {
      snapshot: inspector.snapshot(id, scope),
      node: (nodeId: string) => inspector.node(id, nodeId, scope),
      output: (nodeId: string, name: string) => inspector.output(id, nodeId, name, scope)
    }
    yield* showInspection(shownRun(run), inspected, inspection)
  },
  (effect, run) => Effect.provide(effect, Layer.provide(Inspector.layer, singleRunStore(run)))
)
