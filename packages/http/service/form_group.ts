import { Schema } from "effect"
import { HttpApiEndpoint, HttpApiGroup } from "effect/http-api"
import { KeyHolder } from "../auth/key_holder.ts"
import { InvalidParam } from "../error/http_errors.ts"
import { NotWorkflowApp } from "../error/service_errors.ts"
import { formReadErrors, formSubmitErrors } from "../form/form_errors.ts"
import { FormView } from "../form/form_view.ts"
import { WellFormedBody } from "../serve/well_formed.ts"
import { EndUserName } from "./end_user_name.ts"

const form = { form_token: Schema.String }

/** Forms of paused runs of the key's app. */
export const formGroup = HttpApiGroup.make("forms")
  .add(
    HttpApiEndpoint.get("readForm", "/form/human_input/:form_token", {
      params: form,
      success: FormView,
      error: [NotWorkflowApp, ...formReadErrors]
    }),
    HttpApiEndpoint.post("submitForm", "/form/human_input/:form_token", {
      params: form,
      payload: Schema.Struct({
        inputs: Schema.Record(Schema.String, Schema.Unknown),
        action: Schema.String,
        user: EndUserName
      }),
      success: Schema.Struct({}),
      error: [NotWorkflowApp, InvalidParam, ...formSubmitErrors]
    }).middleware(WellFormedBody)
  )
  .middleware(KeyHolder)
