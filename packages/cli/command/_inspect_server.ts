import * as NodeHttpClient from "@effect/platform-node/NodeHttpClient"
import { didYouMean, withHint } from "@flowglass/core/error"
import { NodeExecutionList } from "@flowglass/http"
import {
  type NodeNotInWorkflowRun,
  type NodeOutputNotDeclared,
  NodeView,
  OutputPreview,
  type PublishedRunInspectorNotImplemented,
  RunSnapshot
} from "@flowglass/inspector"
import { Effect, Option, Stream } from "effect"
import { called } from "../administration/console_call.ts"
import { consoleEvents } from "../administration/console_events.ts"
import { findConsoleRun } from "../administration/console_runs.ts"
import { openConsole } from "../administration/console_session.ts"
import { exactlyCalled, withResponse } from "../administration/exactly_called.ts"
import type { Refusal } from "../administration/refusals.ts"
import { type SignInSource, signInOptions } from "../administration/sign_in_options.ts"
import type { ShownRun } from "../format/shown_run.ts"
import { showEvent } from "./_follow_run.ts"
import { type InspectedRun, type Inspection, showInspection } from "./_show_inspection.ts"

/** What of a run of a server is looked at, and how. */
export interface ServerInspection extends Inspection {
  /** One of Dify's two doors; the one that fits the run without it. */
  readonly path: "draft" | "published" | undefined
  /** Whether changes are shown until the run ends. */
  readonly follow: boolean
}

type InspectFailure = Refusal | PublishedRunInspectorNotImplemented | NodeNotInWorkflowRun | NodeOutputNotDeclared

/** Shows what a run of a server holds, through the Inspector's own paths. */
export const inspectServer = Effect.fnUntraced(
  function* (source: SignInSource, word: string, inspection: ServerInspection) {
    const { path, format } = inspection
    const console = yield* openConsole(yield* signInOptions(source))
    const { api } = console
    const { app_id, run } = yield* findConsoleRun(console, word)
    const params = { app_id, run_id: run.id }
    const isDraft = (path ?? (run.version === "draft" ? "draft" : "published")) === "draft"
    const call = called(console)
    const asked = { params, ...withResponse }
    const snapshot = exactlyCalled(
      console,
      RunSnapshot
    )(isDraft ? api.inspector.draftSnapshot(asked) : api.inspector.publishedSnapshot(asked))
    const { node_outputs } = yield* snapshot

    /** The advice that does not travel with Dify's codes. */
    const advised = (nodeId: string, name: string) => (error: InspectFailure) => {
      const names = node_outputs.find(({ node_id }) => node_id === nodeId)?.outputs.map((output) => output.name) ?? []
      if (error.code === "node_output_not_declared") return withHint(error, didYouMean(name, names))
      if (error.code !== "node_not_in_workflow_run") return error
      return withHint(
        error,
        didYouMean(
          nodeId,
          node_outputs.map(({ node_id }) => node_id)
        )
      )
    }

    const inspected: InspectedRun<InspectFailure> = {
      snapshot,
      node: (node_id) => {
        const place = { params: { ...params, node_id }, ...withResponse }
        const found = isDraft ? api.inspector.draftNode(place) : api.inspector.publishedNode(place)
        return Effect.mapError(exactlyCalled(console, NodeView)(found), advised(node_id, ""))
      },
      output: (node_id, output_name) => {
        const place = { params: { ...params, node_id, output_name }, ...withResponse }
        const found = isDraft ? api.inspector.draftOutput(place) : api.inspector.publishedOutput(place)
        return Effect.mapError(exactlyCalled(console, OutputPreview)(found), advised(node_id, output_name))
      }
    }
    const graph = {
      nodes: node_outputs.map(({ node_id, node_display_name }) => ({
        id: node_id,
        title: node_display_name,
        outputs: []
      }))
    }
    if (inspection.follow) {
      const options = { params, responseMode: "response-only" } as const
      const opened = call(isDraft ? api.inspector.draftEvents(options) : api.inspector.publishedEvents(options))
      const isShown = Option.isNone(inspection.node) && format !== "json"
      yield* Stream.runForEach(consoleEvents(yield* opened, console.origin), (event) =>
        isShown ? showEvent(event, graph, format) : Effect.void
      )
      if (isShown) return
    }
    const { finished_at, elapsed_time } = yield* call(api.workflowRuns.readRun({ params }))
    const executions = yield* exactlyCalled(console, NodeExecutionList)(api.workflowRuns.nodeExecutions(asked))
    const { name } = yield* call(api.apps.readApp({ params: { app_id } }))
    const shown: ShownRun = {
      id: run.id,
      name,
      elapsed: finished_at === null ? undefined : elapsed_time * 1000,
      graph,
      inputsOf: (nodeId) => executions.data.findLast(({ node_id }) => node_id === nodeId)?.inputs ?? {}
    }
    yield* showInspection(shown, inspected, inspection)
  },
  Effect.scoped,
  Effect.provide(NodeHttpClient.layerNodeHttp)
)
