import { StoredValueUnreadable, StoreUnavailable } from "@flowglass/core/error"
import { WorkflowRunNotFound } from "@flowglass/inspector"
import { Schema } from "effect"
import { HttpApiEndpoint, HttpApiGroup, HttpApiSchema } from "effect/http-api"
import { SignedIn } from "../auth/signed_in.ts"
import { formReadErrors, formSubmitErrors } from "../form/form_errors.ts"
import { FormView } from "../form/form_view.ts"
import { PauseDetails } from "../form/pause_details.ts"
import { WellFormedBody, WellFormedQuery } from "../serve/well_formed.ts"
import { WireEvent } from "../stream/wire_event.ts"

const form = { form_token: Schema.String }
const run = { run_id: Schema.String }

const runErrors = [WorkflowRunNotFound, StoredValueUnreadable, StoreUnavailable] as const

/** Runs of the workspace that wait for somebody: what they ask, the answers, and how they go on. */
export const pausedRunGroup = HttpApiGroup.make("pausedRuns")
  .add(
    HttpApiEndpoint.get("readForm", "/form/human_input/:form_token", {
      params: form,
      success: FormView,
      error: formReadErrors
    }),
    HttpApiEndpoint.post("submitForm", "/form/human_input/:form_token", {
      params: form,
      payload: Schema.Struct({ inputs: Schema.Record(Schema.String, Schema.Unknown), action: Schema.String }),
      success: Schema.Struct({}),
      error: formSubmitErrors
    }).middleware(WellFormedBody),
    HttpApiEndpoint.get("pauseDetails", "/workflow/:run_id/pause-details", {
      params: run,
      success: PauseDetails,
      error: runErrors
    }),
    HttpApiEndpoint.get("followRun", "/workflow/:run_id/events", {
      params: run,
      query: {
        include_state_snapshot: Schema.optionalKey(Schema.String),
        continue_on_pause: Schema.optionalKey(Schema.String)
      },
      success: HttpApiSchema.StreamSse({ data: WireEvent }),
      error: runErrors
    }).middleware(WellFormedQuery)
  )
  .middleware(SignedIn)
