import { AppNotFound, DraftWorkflowNotExist, StoredValueUnreadable, StoreUnavailable } from "@flowglass/core/error"
import { Schema } from "effect"
import { HttpApiEndpoint, HttpApiGroup, HttpApiSchema } from "effect/http-api"
import { SignedIn } from "../auth/signed_in.ts"
import { Forbidden, InvalidParam } from "../error/http_errors.ts"
import { runRefusals } from "../run/run_refusals.ts"
import { WellFormedBody } from "../serve/well_formed.ts"
import { WireEvent } from "../stream/wire_event.ts"

const app = { app_id: Schema.String }
const Json = Schema.Record(Schema.String, Schema.Unknown)
const optional = <S extends Schema.Constraint>(schema: S) => Schema.optionalKey(Schema.NullOr(schema))

const EventStream = HttpApiSchema.StreamSse({ data: WireEvent })

const errors = [
  AppNotFound,
  DraftWorkflowNotExist,
  Forbidden,
  InvalidParam,
  StoredValueUnreadable,
  ...runRefusals
] as const

/** Runs of a draft, streamed, and how to stop them. */
export const draftRunGroup = HttpApiGroup.make("draftRuns")
  .add(
    HttpApiEndpoint.post("runDraft", "/apps/:app_id/workflows/draft/run", {
      params: app,
      payload: Schema.Struct({ inputs: Json, files: optional(Schema.Array(Json)) }),
      success: EventStream,
      error: errors
    }).middleware(WellFormedBody),
    HttpApiEndpoint.post("runChatDraft", "/apps/:app_id/advanced-chat/workflows/draft/run", {
      params: app,
      payload: Schema.Struct({
        inputs: optional(Json),
        query: optional(Schema.String),
        files: optional(Schema.Array(Json)),
        conversation_id: optional(Schema.String),
        parent_message_id: optional(Schema.String)
      }),
      success: EventStream,
      error: errors
    }).middleware(WellFormedBody),
    HttpApiEndpoint.post("stopTask", "/apps/:app_id/workflow-runs/tasks/:task_id/stop", {
      params: { ...app, task_id: Schema.String },
      success: Schema.Struct({ result: Schema.Literal("success") }),
      error: [AppNotFound, Forbidden, StoredValueUnreadable, StoreUnavailable]
    })
  )
  .middleware(SignedIn)
