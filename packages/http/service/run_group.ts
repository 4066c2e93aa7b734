import { StoredValueUnreadable, StoreUnavailable, WorkflowNotFound } from "@flowglass/core/error"
import { WorkflowRunNotFound } from "@flowglass/inspector"
import { Schema } from "effect"
import { HttpApiEndpoint, HttpApiGroup, HttpApiSchema } from "effect/http-api"
import { KeyHolder } from "../auth/key_holder.ts"
import { BadRequest, Forbidden, InvalidParam } from "../error/http_errors.ts"
import { AppUnavailable, NotWorkflowApp } from "../error/service_errors.ts"
import { runRefusals } from "../run/run_refusals.ts"
import { WellFormedBody, WellFormedQuery } from "../serve/well_formed.ts"
import { BlockingBody } from "../stream/blocking_body.ts"
import { WireEvent } from "../stream/wire_event.ts"
import { EndUserName } from "./end_user_name.ts"
import { RunDetail } from "./run_detail.ts"

const Json = Schema.Record(Schema.String, Schema.Unknown)
const optional = <S extends Schema.Constraint>(schema: S) => Schema.optionalKey(Schema.NullOr(schema))

/** What a run is asked for with. */
export const RunPayload = Schema.Struct({
  inputs: Json,
  /** `blocking` unless told otherwise. */
  response_mode: optional(Schema.Literals(["blocking", "streaming"])),
  user: EndUserName,
  files: optional(Schema.Array(Json)),
  trace_session_id: optional(Schema.String)
})

/** What a run is asked for with. */
export type RunPayload = typeof RunPayload.Type

/** The records of a run, as they happen. */
const EventStream = HttpApiSchema.StreamSse({ data: WireEvent })

/** Runs of the key's app: start, look up, follow, stop. */
export const runGroup = HttpApiGroup.make("runs")
  .add(
    HttpApiEndpoint.post("runWorkflow", "/workflows/run", {
      payload: RunPayload,
      success: [BlockingBody, EventStream],
      error: [NotWorkflowApp, AppUnavailable, Forbidden, InvalidParam, StoredValueUnreadable, ...runRefusals]
    }).middleware(WellFormedBody),
    HttpApiEndpoint.post("runVersion", "/workflows/:workflow_id/run", {
      params: { workflow_id: Schema.String },
      payload: RunPayload,
      success: [BlockingBody, EventStream],
      error: [
        NotWorkflowApp,
        BadRequest,
        WorkflowNotFound,
        Forbidden,
        InvalidParam,
        StoredValueUnreadable,
        ...runRefusals
      ]
    }).middleware(WellFormedBody),
    HttpApiEndpoint.get("readRun", "/workflows/run/:workflow_run_id", {
      params: { workflow_run_id: Schema.String },
      success: RunDetail,
      error: [NotWorkflowApp, WorkflowRunNotFound, StoredValueUnreadable, StoreUnavailable]
    }),
    HttpApiEndpoint.post("stopRun", "/workflows/tasks/:task_id/stop", {
      params: { task_id: Schema.String },
      payload: Schema.Struct({ user: EndUserName }),
      success: Schema.Struct({ result: Schema.Literal("success") }),
      error: [NotWorkflowApp, InvalidParam, StoredValueUnreadable, StoreUnavailable]
    }).middleware(WellFormedBody),
    HttpApiEndpoint.get("followRun", "/workflow/:workflow_run_id/events", {
      params: { workflow_run_id: Schema.String },
      query: {
        user: Schema.optionalKey(Schema.String),
        include_state_snapshot: Schema.optionalKey(Schema.String),
        continue_on_pause: Schema.optionalKey(Schema.String)
      },
      success: EventStream,
      error: [NotWorkflowApp, InvalidParam, WorkflowRunNotFound, StoredValueUnreadable, StoreUnavailable]
    }).middleware(WellFormedQuery)
  )
  .middleware(KeyHolder)
