import { StoredValueUnreadable, StoreUnavailable } from "@flowglass/core/error"
import { Schema } from "effect"
import { HttpApiEndpoint, HttpApiGroup } from "effect/http-api"
import { KeyHolder } from "../auth/key_holder.ts"
import { Forbidden } from "../error/http_errors.ts"
import { AppUnavailable } from "../error/service_errors.ts"
import { AppParameters } from "./app_parameters.ts"

const text = Schema.String
const optionalText = Schema.NullOr(Schema.String)

/** How the page of an app looks. */
export const AppSite = Schema.Struct({
  title: text,
  chat_color_theme: optionalText,
  chat_color_theme_inverted: Schema.Boolean,
  icon_type: optionalText,
  icon: optionalText,
  icon_background: optionalText,
  icon_url: optionalText,
  description: optionalText,
  copyright: optionalText,
  privacy_policy: optionalText,
  input_placeholder: optionalText,
  custom_disclaimer: optionalText,
  default_language: text,
  show_workflow_steps: Schema.Boolean,
  use_icon_as_answer_icon: Schema.Boolean
})

/** What a key tells of its app. */
export const keyAppGroup = HttpApiGroup.make("keyApp")
  .add(
    HttpApiEndpoint.get("info", "/info", {
      success: Schema.Struct({
        name: text,
        description: text,
        tags: Schema.Array(text),
        mode: text,
        author_name: optionalText
      }),
      error: [StoreUnavailable]
    }),
    HttpApiEndpoint.get("parameters", "/parameters", {
      success: AppParameters,
      error: [AppUnavailable, StoreUnavailable, StoredValueUnreadable]
    }),
    HttpApiEndpoint.get("meta", "/meta", {
      success: Schema.Struct({ tool_icons: Schema.Record(Schema.String, Schema.Unknown) })
    }),
    HttpApiEndpoint.get("site", "/site", { success: AppSite, error: [Forbidden] })
  )
  .middleware(KeyHolder)
