import {
  AccountStore,
  type App,
  AppStore,
  readAppFile,
  TenantStore,
  WorkflowStore,
  writeAppFile
} from "@flowglass/core"
import { graphHash } from "@flowglass/http"
import { InvalidParam } from "@flowglass/http/error"
import { Effect } from "effect"
import { chosenApp } from "./chosen_app.ts"
import { chosenWorkspace, coveredWorkspaces } from "./chosen_workspace.ts"
import { removeHalfImport } from "./remove_half_import.ts"
import type { AppRequest, ExportRequest, ImportRequest, InWorkspace } from "./requests.ts"
import type { AppExport, AppView, Publication } from "./views.ts"

const pageSize = 100
const longestName = 255

/** Whole seconds since 1970. */
export const seconds = (milliseconds: number): number => Math.floor(milliseconds / 1000)

const appView = (app: App): AppView => ({
  id: app.id,
  name: app.name,
  mode: app.mode,
  description: app.description,
  workspace_id: app.tenantId,
  published_workflow_id: app.workflowId,
  created_at: seconds(app.createdAt),
  updated_at: seconds(app.updatedAt)
})

const appsOf = Effect.fnUntraced(function* (tenantId: string) {
  const store = yield* AppStore
  const apps: Array<App> = []
  for (let page = 1; ; page++) {
    const { items } = yield* store.list(tenantId, { page, limit: pageSize })
    apps.push(...items)
    if (items.length < pageSize) return apps
  }
})

/** All apps of a workspace, or of all of them. */
export const allApps = Effect.fnUntraced(function* ({ workspace }: InWorkspace) {
  const tenants = yield* coveredWorkspaces(workspace)
  return (yield* Effect.forEach(tenants, ({ id }) => appsOf(id))).flat()
})

/** The app that a request names. */
export const findApp = Effect.fnUntraced(function* (request: AppRequest) {
  return yield* chosenApp(yield* allApps(request), request.app)
})

/** Where everything of an app is looked up. */
export const addressOf = ({ tenantId, id }: App) => ({ tenantId, appId: id })

export const listApps = Effect.fnUntraced(function* (request: InWorkspace) {
  return (yield* allApps(request)).map(appView)
})

/** Whose name stands on what the command line makes: that of the workspace's owner. */
const ownerOf = Effect.fnUntraced(function* (tenantId: string) {
  const members = yield* (yield* TenantStore).members(tenantId)
  return members.find(({ role }) => role === "owner")?.accountId ?? null
})

/** The owner's e-mail address. */
export const ownerEmail = Effect.fnUntraced(function* (tenantId: string) {
  const id = yield* ownerOf(tenantId)
  const account = id === null ? undefined : yield* (yield* AccountStore).find(id)
  return account?.email ?? null
})

export const importApp = Effect.fnUntraced(function* (request: ImportRequest) {
  const apps = yield* AppStore
  const workflows = yield* WorkflowStore
  // The command line has read the file before; only somebody else comes with one that is none.
  const file = yield* Effect.mapError(
    readAppFile(request.data, request.fallback_name),
    ({ message }) => new InvalidParam({ message, params: "data" })
  )
  const name = request.name ?? file.name
  if (name.trim() === "" || name.length > longestName) {
    const message = `An app has a name of 1 to ${longestName} characters.`
    return yield* new InvalidParam({ message, params: "name" })
  }
  const tenant = yield* chosenWorkspace(request.workspace)
  const by = yield* ownerOf(tenant.id)
  const { mode, description, iconType, icon, iconBackground } = file
  const app = yield* apps.create({
    tenantId: tenant.id,
    name,
    mode,
    createdBy: by,
    description,
    iconType,
    icon,
    iconBackground
  })
  const address = addressOf(app)
  const write = workflows.saveDraft({
    ...address,
    mode,
    expectedHash: null,
    hash: graphHash(file.content.graph),
    by,
    content: file.content
  })
  // An app without its draft would be half an import.
  yield* Effect.onError(write, () => removeHalfImport(app, apps.remove(tenant.id, app.id)))
  if (!file.useIconAsAnswerIcon) return appView(app)
  return appView(yield* apps.change(tenant.id, app.id, { useIconAsAnswerIcon: true, updatedBy: by }))
})

export const exportApp = Effect.fnUntraced(function* (request: ExportRequest) {
  const app = yield* findApp(request)
  const content = yield* (yield* WorkflowStore).draft(addressOf(app))
  const data = writeAppFile(app, content, { includeSecrets: request.include_secrets })
  const exported: AppExport = { app_id: app.id, name: app.name, data }
  return exported
})

export const publishApp = Effect.fnUntraced(function* (request: AppRequest) {
  const app = yield* findApp(request)
  const by = yield* ownerOf(app.tenantId)
  const version = yield* (yield* WorkflowStore).publish(addressOf(app), { name: "", comment: "", by })
  const published: Publication = { app_id: app.id, name: app.name, created_at: seconds(version.createdAt) }
  return published
})
