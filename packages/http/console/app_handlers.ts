import { AccountStore, type App, AppStore, WorkflowStore } from "@flowglass/core"
import { Effect } from "effect"
import { HttpApiBuilder } from "effect/http-api"
import { CurrentAccount } from "../auth/current_account.ts"
import { requireAdmin, requireEditor } from "../auth/role_guard.ts"
import { ServerConfig } from "../serve/server_config.ts"
import { appDetail, appDetailWithSite, appPartial } from "./app_view.ts"
import { ConsoleApi } from "./console_api.ts"
import { ownApp } from "./own_app.ts"

export const appHandlers = HttpApiBuilder.group(
  ConsoleApi,
  "apps",
  Effect.fnUntraced(function* (handlers) {
    const apps = yield* AppStore
    const workflows = yield* WorkflowStore
    const accounts = yield* AccountStore
    const { serviceApiUrl } = yield* ServerConfig

    const publishedOf = (app: App) =>
      app.workflowId === null
        ? Effect.undefined
        : Effect.map(workflows.publishedHeads(app.tenantId, [app.id]), ([head]) => head)
    const detail = (app: App) => Effect.map(publishedOf(app), (published) => appDetail(app, published))
    const page = (app: App) =>
      Effect.map(publishedOf(app), (published) => appDetailWithSite(app, published, `${serviceApiUrl ?? ""}/v1`))

    return handlers.handleAll({
      listApps: Effect.fnUntraced(function* ({ query }) {
        const { account, membership } = yield* CurrentAccount
        const { page = 1, limit = 20, mode = "all", name } = query
        const found = yield* apps.list(membership.tenant.id, {
          page,
          limit,
          ...(mode === "all" ? {} : { mode }),
          ...(name === undefined || name === "" ? {} : { name }),
          ...(query.is_created_by_me === "true" ? { createdBy: account.id } : {})
        })
        const appIds = found.items.filter(({ workflowId }) => workflowId !== null).map(({ id }) => id)
        const heads = yield* workflows.publishedHeads(membership.tenant.id, appIds)
        const authors = yield* accounts.findAll([...new Set(found.items.flatMap(({ createdBy }) => createdBy ?? []))])
        const headOf = new Map(heads.map((head) => [head.appId, head]))
        const nameOf = new Map(authors.map(({ id, name }) => [id, name]))
        const data = found.items.map((app) => appPartial(app, headOf.get(app.id), nameOf.get(app.createdBy ?? "")))
        return { page, limit, total: found.total, has_more: page * limit < found.total, data }
      }),

      createApp: Effect.fnUntraced(function* ({ payload }) {
        yield* requireEditor
        const { account, membership } = yield* CurrentAccount
        const app = yield* apps.create({
          tenantId: membership.tenant.id,
          name: payload.name,
          mode: payload.mode,
          createdBy: account.id,
          description: payload.description ?? "",
          iconType: payload.icon_type ?? null,
          icon: payload.icon ?? null,
          iconBackground: payload.icon_background ?? null
        })
        return appDetail(app, undefined)
      }),

      readApp: ({ params }) => Effect.flatMap(ownApp(params.app_id), page),

      updateApp: Effect.fnUntraced(function* ({ params, payload }) {
        const own = yield* ownApp(params.app_id)
        yield* requireEditor
        const { account } = yield* CurrentAccount
        // What a client leaves out is emptied: Dify's rule for this route.
        const app = yield* apps.change(own.tenantId, own.id, {
          name: payload.name,
          description: payload.description ?? "",
          iconType: payload.icon_type ?? null,
          icon: payload.icon ?? null,
          iconBackground: payload.icon_background ?? null,
          useIconAsAnswerIcon: payload.use_icon_as_answer_icon ?? false,
          maxActiveRequests: payload.max_active_requests ?? 0,
          updatedBy: account.id
        })
        return yield* page(app)
      }),

      deleteApp: Effect.fnUntraced(function* ({ params }) {
        const own = yield* ownApp(params.app_id)
        yield* requireEditor
        yield* apps.remove(own.tenantId, own.id)
      }),

      enableApi: Effect.fnUntraced(function* ({ params, payload }) {
        const own = yield* ownApp(params.app_id)
        yield* requireAdmin
        const { account } = yield* CurrentAccount
        const app = yield* apps.change(own.tenantId, own.id, {
          enableApi: payload.enable_api,
          updatedBy: account.id
        })
        return yield* detail(app)
      })
    })
  })
)
