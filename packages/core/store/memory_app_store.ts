import { Effect } from "effect"
import { appNotFound } from "./_failures.ts"
import { makeApp } from "./_make_app.ts"
import type { MemoryTables } from "./_memory_tables.ts"
import { newRow } from "./_new_row.ts"
import type { App, AppFilter, AppStore } from "./app_store.ts"
import type { RunStore } from "./run_store.ts"

const isShown = (app: App, { mode, name, createdBy }: AppFilter): boolean =>
  (mode === undefined || app.mode === mode) &&
  (createdBy === undefined || app.createdBy === createdBy) &&
  (name === undefined || app.name.toLowerCase().includes(name.toLowerCase()))

const removeOf = <Row extends { readonly appId: string }>(rows: Map<string, Row>, appId: string): void => {
  for (const [id, row] of rows) if (row.appId === appId) rows.delete(id)
}

/** Apps in memory. */
export const memoryAppStore = (tables: MemoryTables, runs: RunStore["Service"]): AppStore["Service"] => {
  const get: AppStore["Service"]["get"] = (tenantId, appId) =>
    Effect.suspend(() => {
      const app = tables.app(tenantId, appId)
      return app === undefined ? Effect.fail(appNotFound()) : Effect.succeed(app)
    })
  return {
    create: (app) =>
      Effect.map(newRow, ({ id, at }) => {
        const made = makeApp(app, id, at)
        tables.apps.set(id, made)
        return made
      }),
    get,
    list: (tenantId, filter) =>
      Effect.sync(() => {
        const all = [...tables.apps.values()]
          .filter((app) => app.tenantId === tenantId && isShown(app, filter))
          .toReversed()
        const from = (filter.page - 1) * filter.limit
        return { items: all.slice(from, from + filter.limit), total: all.length }
      }),
    change: Effect.fn("AppStore.change")(function* (tenantId, appId, change) {
      const { at } = yield* newRow
      const app = { ...(yield* get(tenantId, appId)), ...change, updatedAt: at }
      tables.apps.set(appId, app)
      return app
    }),
    remove: Effect.fn("AppStore.remove")(function* (tenantId, appId) {
      yield* get(tenantId, appId)
      tables.apps.delete(appId)
      removeOf(tables.workflows, appId)
      removeOf(tables.keys, appId)
      removeOf(tables.endUsers, appId)
      yield* runs.removeApp({ tenantId, appId })
    })
  }
}
