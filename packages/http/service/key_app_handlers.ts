import { AccountStore, WorkflowStore } from "@flowglass/core"
import { Effect } from "effect"
import { HttpApiBuilder } from "effect/http-api"
import { CurrentApp } from "../auth/key_holder.ts"
import { Forbidden } from "../error/http_errors.ts"
import { jsonResponse } from "../stream/json_response.ts"
import { appParameters } from "./app_parameters.ts"
import { publishedVersion } from "./published_version.ts"
import { ServiceApi } from "./service_api.ts"

export const keyAppHandlers = HttpApiBuilder.group(
  ServiceApi,
  "keyApp",
  Effect.fnUntraced(function* (handlers) {
    const accounts = yield* AccountStore
    const workflows = yield* WorkflowStore
    return handlers.handleAll({
      info: Effect.fnUntraced(function* () {
        const { app } = yield* CurrentApp
        const author = app.createdBy === null ? undefined : yield* accounts.find(app.createdBy)
        const { name, description, mode } = app
        return { name, description, tags: [], mode, author_name: author?.name ?? null }
      }),
      parameters: Effect.fnUntraced(function* () {
        const { app } = yield* CurrentApp
        return jsonResponse(appParameters(yield* publishedVersion(workflows, app)))
      }),
      meta: () => Effect.succeed({ tool_icons: {} }),
      site: Effect.fnUntraced(function* () {
        const { app } = yield* CurrentApp
        if (!app.enableSite) return yield* new Forbidden({ message: "The app's site has been disabled." })
        return {
          title: app.name,
          chat_color_theme: null,
          chat_color_theme_inverted: false,
          icon_type: app.iconType,
          icon: app.icon,
          icon_background: app.iconBackground,
          icon_url: null,
          description: app.description,
          copyright: null,
          privacy_policy: null,
          input_placeholder: null,
          custom_disclaimer: null,
          default_language: "en-US",
          show_workflow_steps: true,
          use_icon_as_answer_icon: app.useIconAsAnswerIcon
        }
      })
    })
  })
)
