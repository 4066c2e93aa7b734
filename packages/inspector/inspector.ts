import { didYouMean, RunStore, type StoredRun, withHint } from "@flowglass/core"
import { Context, Effect, Layer, type Stream } from "effect"
import {
  type NodeInspectionError,
  NodeNotInWorkflowRun,
  NodeOutputNotDeclared,
  type OutputInspectionError,
  PublishedRunInspectorNotImplemented,
  type RunInspectionError,
  WorkflowRunNotFound
} from "./error/inspector_errors.ts"
import type { LiveEvent } from "./live_event.ts"
import { quotedName } from "./quoted_name.ts"
import type { NodeView, OutputPreview, RunSnapshot } from "./run_snapshot.ts"
import { type RunView, runView } from "./run_view.ts"
import { type WatchOptions, watchRun } from "./watch_run.ts"

/** Who asks, and through which door. Everything left out is not checked. */
export interface InspectionScope {
  readonly tenantId?: string
  readonly appId?: string
  /** Dify's two paths: `draft` shows runs of the debugger, `published` all others. */
  readonly path?: "draft" | "published"
}

/** Whether published runs can be inspected at all (`INSPECTOR_PUBLISHED_RUNS`). */
export const PublishedRuns = Context.Reference<"on" | "off">("@flowglass/inspector/PublishedRuns", {
  defaultValue: () => "on"
})

/**
 * What every node of a run produced, during the run and afterwards. The error type of each call is the exact union of
 * the codes it can answer.
 *
 * @example
 * ```ts
 * import { WorkflowRunner } from "@flowglass/core"
 * import { Inspector, layerMemory } from "@flowglass/inspector"
 * import { Effect } from "effect"
 *
 * const text = JSON.stringify({
 *   app: { mode: "workflow" },
 *   workflow: { graph: {
 *     nodes: [
 *       { id: "start", data: { type: "start", variables: [{ variable: "name", type: "text-input", label: "Name" }] } },
 *       { id: "end", data: { type: "end", outputs: [{ variable: "name", value_selector: ["start", "name"] }] } }
 *     ],
 *     edges: [{ source: "start", target: "end" }]
 *   } }
 * })
 * const program = Effect.gen(function* () {
 *   const runner = yield* WorkflowRunner
 *   const inspector = yield* Inspector
 *   const { run_id } = yield* runner.run({ text }, { inputs: { name: "Ada" } })
 *   const { status, value } = yield* inspector.output(run_id, "end", "name")
 *   const missing = yield* Effect.flip(inspector.output(run_id, "end", "nam"))
 *   return [status, value, missing.code]
 * })
 * await Effect.runPromise(Effect.provide(program, layerMemory)) // => ["ready", "Ada", "node_output_not_declared"]
 * ```
 */
export class Inspector extends Context.Service<
  Inspector,
  {
    /** All nodes of a run. */
    readonly snapshot: (runId: string, scope?: InspectionScope) => Effect.Effect<RunSnapshot, RunInspectionError>
    /** One node of a run. */
    readonly node: (
      runId: string,
      nodeId: string,
      scope?: InspectionScope
    ) => Effect.Effect<NodeView, NodeInspectionError>
    /** The whole value of one output. */
    readonly output: (
      runId: string,
      nodeId: string,
      outputName: string,
      scope?: InspectionScope
    ) => Effect.Effect<OutputPreview, OutputInspectionError>
    /** A snapshot, then changes, then the end. An unknown run fails before the stream starts. */
    readonly events: (
      runId: string,
      scope?: InspectionScope & WatchOptions
    ) => Effect.Effect<Stream.Stream<LiveEvent>, RunInspectionError>
  }
>()("@flowglass/inspector/Inspector") {
  static readonly layer: Layer.Layer<Inspector, never, RunStore> = Layer.effect(
    Inspector,
    Effect.gen(function* () {
      const store = yield* RunStore
      const publishedRuns = yield* PublishedRuns

      const find = Effect.fnUntraced(function* (runId: string, scope: InspectionScope) {
        const run = yield* store.find(runId)
        if (run === undefined || !isVisible(run, scope))
          return yield* new WorkflowRunNotFound({ message: "Workflow run not found." })
        const isDraft = run.accepted.trigger === "debugging" || run.accepted.trigger === "single-step"
        if (scope.path === "published" && isDraft) {
          return yield* new WorkflowRunNotFound({ message: "Workflow run not found." })
        }
        if (!isDraft && (scope.path === "draft" || (scope.path === "published" && publishedRuns === "off"))) {
          const error = new PublishedRunInspectorNotImplemented({
            message: "Inspector for published runs is not implemented yet."
          })
          return yield* withHint(error, "this is a published run: ask for it through the `published` path")
        }
        return run
      })

      const snapshot = Effect.fn("Inspector.snapshot")(function* (runId: string, scope: InspectionScope = {}) {
        return runView(yield* find(runId, scope)).snapshot()
      })

      const node = Effect.fn("Inspector.node")(function* (runId: string, nodeId: string, scope: InspectionScope = {}) {
        const view = runView(yield* find(runId, scope))
        const found = view.node(nodeId)
        if (found === undefined) return yield* unknownNode(view, nodeId)
        return found
      })

      const output = Effect.fn("Inspector.output")(function* (
        runId: string,
        nodeId: string,
        outputName: string,
        scope: InspectionScope = {}
      ) {
        const view = runView(yield* find(runId, scope))
        const names = view.outputNames(nodeId)
        if (names === undefined) return yield* unknownNode(view, nodeId)
        return view.output(nodeId, outputName) ?? (yield* unknownOutput(outputName, nodeId, names))
      })

      const events = Effect.fn("Inspector.events")(function* (
        runId: string,
        scope: InspectionScope & WatchOptions = {}
      ) {
        return watchRun(yield* find(runId, scope), scope)
      })

      return Inspector.of({ snapshot, node, output, events })
    })
  )
}

const isVisible = (run: StoredRun, scope: InspectionScope): boolean =>
  (scope.tenantId === undefined || scope.tenantId === run.accepted.tenantId) &&
  (scope.appId === undefined || scope.appId === run.accepted.appId)

const unknownNode = ({ id, nodeIds }: RunView, nodeId: string): NodeNotInWorkflowRun => {
  const message = `Node ${quotedName(nodeId)} does not appear in workflow run ${quotedName(id)}.`
  return withHint(new NodeNotInWorkflowRun({ message }), didYouMean(nodeId, nodeIds))
}

const unknownOutput = (name: string, nodeId: string, known: ReadonlyArray<string>): NodeOutputNotDeclared => {
  const message = `Output ${quotedName(name)} is not declared on node ${quotedName(nodeId)}.`
  return withHint(new NodeOutputNotDeclared({ message }), didYouMean(name, known))
}
