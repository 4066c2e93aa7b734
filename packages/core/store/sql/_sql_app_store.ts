import { Effect, Fiber, type Scope } from "effect"
import { appNotFound } from "../_failures.ts"
import { makeApp } from "../_make_app.ts"
import { newRow } from "../_new_row.ts"
import type { App, AppFilter, AppStore } from "../app_store.ts"
import type { RunStore } from "../run_store.ts"
import type { Database, Parameter } from "./_database.ts"

type AppRow = { [Name in keyof App]: App[Name] }

const columns = `id, tenant_id AS "tenantId", name, description, mode, icon_type AS "iconType", icon,
  icon_background AS "iconBackground", use_icon_as_answer_icon AS "useIconAsAnswerIcon",
  max_active_requests AS "maxActiveRequests", enable_api AS "enableApi", enable_site AS "enableSite",
  workflow_id AS "workflowId", created_by AS "createdBy", created_at AS "createdAt", updated_by AS "updatedBy",
  updated_at AS "updatedAt"`

const insertStatement = `INSERT INTO apps (id, tenant_id, name, name_folded, description, mode, icon_type, icon,
    icon_background, use_icon_as_answer_icon, max_active_requests, enable_api, enable_site, created_by, created_at,
    updated_by, updated_at)
  VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $14, $15) ON CONFLICT (id) DO NOTHING`

/** Column by name of what may change. */
const changeable: ReadonlyMap<string, string> = new Map([
  ["name", "name"],
  ["description", "description"],
  ["iconType", "icon_type"],
  ["icon", "icon"],
  ["iconBackground", "icon_background"],
  ["useIconAsAnswerIcon", "use_icon_as_answer_icon"],
  ["maxActiveRequests", "max_active_requests"],
  ["enableApi", "enable_api"],
  ["enableSite", "enable_site"],
  ["updatedBy", "updated_by"]
])

// The database folds the case of some alphabets only, depending on how it was set up.
const fold = (name: string): string => name.toLowerCase()

const where = `tenant_id = $1 AND ($2::text IS NULL OR mode = $2) AND ($3::text IS NULL OR created_by = $3)
  AND ($4::text IS NULL OR strpos(name_folded, $4) > 0)`

const filterParameters = (tenantId: string, { mode, createdBy, name }: AppFilter): ReadonlyArray<Parameter> => [
  tenantId,
  mode ?? null,
  createdBy ?? null,
  name === undefined ? null : fold(name)
]

/** Apps in tables. */
export const sqlAppStore = Effect.fnUntraced(function* (
  database: Database,
  runs: RunStore["Service"]
): Effect.fn.Return<AppStore["Service"], never, Scope.Scope> {
  const scope = yield* Effect.scope
  const removeWhole = Effect.fnUntraced(function* (tenantId: string, appId: string) {
    const statement = "DELETE FROM apps WHERE id = $2 AND tenant_id = $1 RETURNING id"
    if ((yield* database.first(statement, [tenantId, appId])) === undefined) return yield* appNotFound()
    yield* runs.removeApp({ tenantId, appId })
  })
  const found = (row: AppRow | undefined) => (row === undefined ? Effect.fail(appNotFound()) : Effect.succeed(row))
  return {
    create: Effect.fn("AppStore.create")(function* (given) {
      const { id, at } = yield* newRow
      const app = makeApp(given, id, at)
      yield* database.query(insertStatement, [
        id,
        app.tenantId,
        app.name,
        fold(app.name),
        app.description,
        app.mode,
        app.iconType,
        app.icon,
        app.iconBackground,
        app.useIconAsAnswerIcon,
        app.maxActiveRequests,
        app.enableApi,
        app.enableSite,
        app.createdBy,
        at
      ])
      return app
    }),
    get: (tenantId, appId) =>
      Effect.flatMap(
        database.first<AppRow>(`SELECT ${columns} FROM apps WHERE id = $2 AND tenant_id = $1`, [tenantId, appId]),
        found
      ),
    list: Effect.fn("AppStore.list")(function* (tenantId, filter) {
      const parameters = filterParameters(tenantId, filter)
      const counted = yield* database.first<{ total: number }>(
        `SELECT count(*)::int AS total FROM apps WHERE ${where}`,
        parameters
      )
      const items = yield* database.query<AppRow>(
        `SELECT ${columns} FROM apps WHERE ${where} ORDER BY ordinal DESC LIMIT $5 OFFSET $6`,
        [...parameters, filter.limit, (filter.page - 1) * filter.limit]
      )
      return { items, total: counted?.total ?? 0 }
    }),
    change: Effect.fn("AppStore.change")(function* (tenantId, appId, change) {
      const { at } = yield* newRow
      const parameters: Array<Parameter> = [tenantId, appId, at]
      const assignments = ["updated_at = $3"]
      const assign = (column: string, value: Parameter): void => {
        assignments.push(`${column} = $${parameters.push(value)}`)
      }
      for (const [name, value] of Object.entries(change)) {
        const column = changeable.get(name)
        if (column !== undefined && value !== undefined) assign(column, value)
      }
      if (change.name !== undefined) assign("name_folded", fold(change.name))
      const statement = `UPDATE apps SET ${assignments.join(", ")} WHERE id = $2 AND tenant_id = $1 RETURNING ${columns}`
      return yield* Effect.flatMap(database.first<AppRow>(statement, parameters), found)
    }),
    // Goes on without whoever asked for it: once the app is gone nobody can ask again for its runs to go.
    remove: Effect.fn("AppStore.remove")(function* (tenantId, appId) {
      yield* Fiber.join(yield* Effect.forkIn(removeWhole(tenantId, appId), scope))
    })
  }
})
