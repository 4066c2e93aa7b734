import { AppNotFound, StoredValueUnreadable, StoreUnavailable } from "@flowglass/core/error"
import {
  NodeNotInWorkflowRun,
  NodeOutputNotDeclared,
  NodeView,
  OutputPreview,
  PublishedRunInspectorNotImplemented,
  RunSnapshot,
  WorkflowRunNotFound
} from "@flowglass/inspector"
import { Schema } from "effect"
import { HttpApiEndpoint, HttpApiGroup, HttpApiSchema } from "effect/http-api"
import { SignedIn } from "../auth/signed_in.ts"

const run = { app_id: Schema.String, run_id: Schema.String }
const node = { ...run, node_id: Schema.String }
const output = { ...node, output_name: Schema.String }

const runErrors = [
  AppNotFound,
  StoreUnavailable,
  StoredValueUnreadable,
  WorkflowRunNotFound,
  PublishedRunInspectorNotImplemented
] as const
const nodeErrors = [...runErrors, NodeNotInWorkflowRun] as const
const outputErrors = [...nodeErrors, NodeOutputNotDeclared] as const

const EventStream = Schema.String.pipe(HttpApiSchema.asText({ contentType: "text/event-stream" }))

const draft = "/apps/:app_id/workflows/draft/runs/:run_id/node-outputs"
const published = "/apps/:app_id/workflows/published/runs/:run_id/node-outputs"

/**
 * What every node of a run produced: the snapshot of all nodes, one node, the whole value of one output, and the live
 * stream. Draft paths show runs of the debugger, published ones all others. A node called `events` is reached through
 * the snapshot only.
 */
export const inspectorGroup = HttpApiGroup.make("inspector")
  .add(
    HttpApiEndpoint.get("draftSnapshot", draft, { params: run, success: RunSnapshot, error: runErrors }),
    HttpApiEndpoint.get("draftEvents", `${draft}/events`, { params: run, success: EventStream, error: runErrors }),
    HttpApiEndpoint.get("draftNode", `${draft}/:node_id`, { params: node, success: NodeView, error: nodeErrors }),
    HttpApiEndpoint.get("draftOutput", `${draft}/:node_id/:output_name/preview`, {
      params: output,
      success: OutputPreview,
      error: outputErrors
    }),
    HttpApiEndpoint.get("publishedSnapshot", published, { params: run, success: RunSnapshot, error: runErrors }),
    HttpApiEndpoint.get("publishedEvents", `${published}/events`, {
      params: run,
      success: EventStream,
      error: runErrors
    }),
    HttpApiEndpoint.get("publishedNode", `${published}/:node_id`, {
      params: node,
      success: NodeView,
      error: nodeErrors
    }),
    HttpApiEndpoint.get("publishedOutput", `${published}/:node_id/:output_name/preview`, {
      params: output,
      success: OutputPreview,
      error: outputErrors
    })
  )
  .middleware(SignedIn)
