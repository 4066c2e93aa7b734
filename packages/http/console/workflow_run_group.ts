import { AppNotFound, StoredValueUnreadable, StoreUnavailable } from "@flowglass/core/error"
import { WorkflowRunNotFound } from "@flowglass/inspector"
import { Schema } from "effect"
import { HttpApiEndpoint, HttpApiGroup } from "effect/http-api"
import { SignedIn } from "../auth/signed_in.ts"
import { Forbidden, InvalidParam } from "../error/http_errors.ts"
import { replayRefusals } from "../run/run_refusals.ts"
import { WellFormedBody, WellFormedQuery } from "../serve/well_formed.ts"
import { NodeExecutionList, WorkflowRunDetail, WorkflowRunItem } from "./workflow_run_view.ts"

const app = { app_id: Schema.String }
const run = { ...app, run_id: Schema.String }
const Json = Schema.Record(Schema.String, Schema.Unknown)

const RunListQuery = Schema.Struct({
  last_id: Schema.optionalKey(Schema.String),
  limit: Schema.optionalKey(
    Schema.NumberFromString.check(Schema.isInt(), Schema.isBetween({ minimum: 1, maximum: 100 }))
  ),
  status: Schema.optionalKey(Schema.Literals(["running", "succeeded", "failed", "stopped", "partial-succeeded"])),
  triggered_from: Schema.optionalKey(Schema.Literals(["debugging", "app-run"]))
})

/** Which runs a list shows; runs of the debugger unless told otherwise. */
export type RunListQuery = typeof RunListQuery.Type

const RunPage = Schema.Struct({ limit: Schema.Int, has_more: Schema.Boolean, data: Schema.Array(WorkflowRunItem) })

const listErrors = [AppNotFound, StoreUnavailable] as const
const runErrors = [...listErrors, StoredValueUnreadable, WorkflowRunNotFound] as const

/** The runs of an app: lists, one run, its node executions, and how it runs once more. */
export const workflowRunGroup = HttpApiGroup.make("workflowRuns")
  .add(
    HttpApiEndpoint.get("listRuns", "/apps/:app_id/workflow-runs", {
      params: app,
      query: RunListQuery,
      success: RunPage,
      error: listErrors
    }).middleware(WellFormedQuery),
    HttpApiEndpoint.get("listChatRuns", "/apps/:app_id/advanced-chat/workflow-runs", {
      params: app,
      query: RunListQuery,
      success: RunPage,
      error: listErrors
    }).middleware(WellFormedQuery),
    HttpApiEndpoint.get("readRun", "/apps/:app_id/workflow-runs/:run_id", {
      params: run,
      success: WorkflowRunDetail,
      error: runErrors
    }),
    HttpApiEndpoint.get("nodeExecutions", "/apps/:app_id/workflow-runs/:run_id/node-executions", {
      params: run,
      success: NodeExecutionList,
      error: runErrors
    }),
    HttpApiEndpoint.post("replayRun", "/apps/:app_id/workflow-runs/:run_id/replay", {
      params: run,
      payload: Schema.Struct({
        /** The node to begin at; nodes that do not come after it give what they gave then. */
        from: Schema.optionalKey(Schema.String),
        /** Inputs that differ from those of then. */
        inputs: Schema.optionalKey(Json)
      }),
      success: Schema.Struct({ task_id: Schema.String, workflow_run_id: Schema.String }),
      error: [AppNotFound, Forbidden, InvalidParam, ...replayRefusals]
    }).middleware(WellFormedBody)
  )
  .middleware(SignedIn)
