import { readAppFile, writeAppFile } from "@flowglass/core"
import { WorkflowView } from "@flowglass/http"
import { InvalidParam } from "@flowglass/http/error"
import { Effect } from "effect"
import { chosenApp } from "./chosen_app.ts"
import { called, unavailable } from "./console_call.ts"
import type { Console } from "./console_session.ts"
import { checkWorkspace } from "./console_workspaces.ts"
import { exactMembers } from "./exact_data.ts"
import { exactlyCalled, withResponse } from "./exactly_called.ts"
import { removeHalfImport } from "./remove_half_import.ts"
import type { AppRequest, ExportRequest, ImportRequest, InWorkspace } from "./requests.ts"
import type { AppExport, AppView, Publication } from "./views.ts"

const pageSize = 100

/** All apps of the workspace that the account works in. */
export const consoleApps = Effect.fnUntraced(function* (console: Console, request: InWorkspace) {
  const workspace = yield* checkWorkspace(console, request.workspace)
  const apps: Array<AppView> = []
  for (let page = 1; ; page++) {
    const listed = yield* called(console)(console.api.apps.listApps({ query: { page, limit: pageSize } }))
    for (const { id, name, mode, description, workflow, created_at, updated_at } of listed.data) {
      const published_workflow_id = workflow?.id ?? null
      apps.push({
        id,
        name,
        mode,
        description,
        workspace_id: workspace.id,
        published_workflow_id,
        created_at,
        updated_at
      })
    }
    if (!listed.has_more) return apps
  }
})

/** The app that a request names. */
export const consoleApp = Effect.fnUntraced(function* (console: Console, request: AppRequest) {
  return yield* chosenApp(yield* consoleApps(console, request), request.app)
})

const iconTypes = ["image", "emoji", "link"] as const

export const importToConsole = Effect.fnUntraced(function* (console: Console, request: ImportRequest) {
  const { api } = console
  const call = called(console)
  const workspace = yield* checkWorkspace(console, request.workspace)
  const file = yield* Effect.mapError(
    readAppFile(request.data, request.fallback_name),
    ({ message }) => new InvalidParam({ message, params: "data" })
  )
  const { mode, description, icon, content } = file
  const look = {
    name: request.name ?? file.name,
    description,
    icon_type: iconTypes.find((known) => known === file.iconType) ?? null,
    icon,
    icon_background: file.iconBackground
  }
  const made = yield* call(api.apps.createApp({ payload: { ...look, mode } }))
  const params = { app_id: made.id }
  const rest = Effect.gen(function* () {
    yield* api.drafts.syncDraft({
      params,
      payload: {
        graph: exactMembers(content.graph),
        features: exactMembers(content.features),
        environment_variables: content.environmentVariables.map(exactMembers),
        conversation_variables: content.conversationVariables.map(exactMembers)
      }
    })
    if (file.useIconAsAnswerIcon) {
      yield* api.apps.updateApp({ params, payload: { ...look, use_icon_as_answer_icon: true } })
    }
  })
  // An app without its draft would be half an import.
  yield* Effect.onError(call(rest), () => removeHalfImport(made, api.apps.deleteApp({ params })))
  const view: AppView = {
    id: made.id,
    name: made.name,
    mode: made.mode,
    description: made.description,
    workspace_id: workspace.id,
    published_workflow_id: null,
    created_at: made.created_at,
    updated_at: made.updated_at
  }
  return view
})

const modes = ["workflow", "advanced-chat", "chat", "agent-chat", "completion"] as const

export const exportFromConsole = Effect.fnUntraced(function* (console: Console, request: ExportRequest) {
  if (request.include_secrets) return yield* unavailable("hand out the values of secret variables")
  const { api } = console
  const call = called(console)
  const { id, name } = yield* consoleApp(console, request)
  const app = yield* call(api.apps.readApp({ params: { app_id: id } }))
  const readDraft = api.drafts.readDraft({ params: { app_id: id }, ...withResponse })
  const draft = yield* exactlyCalled(console, WorkflowView)(readDraft)
  const data = writeAppFile(
    {
      name,
      description: app.description,
      mode: modes.find((known) => known === app.mode) ?? "workflow",
      icon: app.icon,
      iconType: app.icon_type,
      iconBackground: app.icon_background,
      useIconAsAnswerIcon: app.use_icon_as_answer_icon
    },
    {
      graph: draft.graph,
      features: draft.features,
      environmentVariables: draft.environment_variables,
      conversationVariables: draft.conversation_variables
    }
  )
  const exported: AppExport = { app_id: id, name, data }
  return exported
})

export const publishInConsole = Effect.fnUntraced(function* (console: Console, request: AppRequest) {
  const { id, name } = yield* consoleApp(console, request)
  const { created_at } = yield* called(console)(console.api.drafts.publish({ params: { app_id: id }, payload: {} }))
  const published: Publication = { app_id: id, name, created_at }
  return published
})
