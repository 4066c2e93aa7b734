import {
  AppNotFound,
  DraftWorkflowNotExist,
  DraftWorkflowNotSync,
  StoredValueUnreadable,
  StoreUnavailable
} from "@flowglass/core/error"
import { Schema } from "effect"
import { HttpApiEndpoint, HttpApiGroup, HttpApiSchema, OpenApi } from "effect/http-api"
import { SignedIn } from "../auth/signed_in.ts"
import { Forbidden, InvalidParam } from "../error/http_errors.ts"
import { WellFormedBody } from "../serve/well_formed.ts"
import { DraftPayload } from "./draft_payload.ts"
import { WorkflowView } from "./workflow_view.ts"

const app = { app_id: Schema.String }

const errors = [AppNotFound, Forbidden, StoreUnavailable, StoredValueUnreadable] as const

/** How a new version is marked; no body at all is read as null. */
const publishPayload = [
  Schema.Struct({
    marked_name: Schema.optionalKey(Schema.NullOr(Schema.String.check(Schema.isMaxLength(20)))),
    marked_comment: Schema.optionalKey(Schema.NullOr(Schema.String.check(Schema.isMaxLength(100))))
  }),
  Schema.Null
] as const

const withOptionalBody = ({ requestBody, ...operation }: { readonly requestBody?: object }) => ({
  ...operation,
  requestBody: { ...requestBody, required: false }
})

/** The draft of an app and its published versions. */
export const draftGroup = HttpApiGroup.make("drafts")
  .add(
    HttpApiEndpoint.get("readDraft", "/apps/:app_id/workflows/draft", {
      params: app,
      success: WorkflowView,
      error: [...errors, DraftWorkflowNotExist]
    }),
    HttpApiEndpoint.post("syncDraft", "/apps/:app_id/workflows/draft", {
      params: app,
      // Dify's pages send the same JSON under the name of plain text, too.
      payload: [DraftPayload, Schema.fromJsonString(DraftPayload).pipe(HttpApiSchema.asText())],
      success: Schema.Struct({ result: Schema.Literal("success"), hash: Schema.String, updated_at: Schema.Int }),
      error: [...errors, DraftWorkflowNotSync, InvalidParam]
    }).middleware(WellFormedBody),
    HttpApiEndpoint.post("publish", "/apps/:app_id/workflows/publish", {
      params: app,
      payload: publishPayload,
      success: Schema.Struct({ result: Schema.Literal("success"), created_at: Schema.Int }),
      error: [...errors, DraftWorkflowNotExist]
    })
      .middleware(WellFormedBody)
      .annotate(OpenApi.Transform, withOptionalBody),
    HttpApiEndpoint.get("readPublished", "/apps/:app_id/workflows/publish", {
      params: app,
      success: Schema.NullOr(WorkflowView),
      error: errors
    })
  )
  .middleware(SignedIn)
