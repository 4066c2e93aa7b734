import { Effect } from "effect"
import { apiKeyNotFound, appNotFound, maxKeysExceeded, mostAppKeys } from "./_failures.ts"
import type { MemoryTables } from "./_memory_tables.ts"
import { newRow } from "./_new_row.ts"
import type { AppKeyStore, EndUser } from "./app_key_store.ts"
import type { AppAddress } from "./workflow_store.ts"

/** How often it is noted that a key was used, in milliseconds. */
export const keyUsePace = 60_000

/** App keys and end users in memory. */
export const memoryAppKeyStore = (tables: MemoryTables): AppKeyStore["Service"] => {
  const { keys, endUsers } = tables
  const isOf =
    (app: AppAddress) =>
    (row: AppAddress): boolean =>
      row.tenantId === app.tenantId && row.appId === app.appId
  const endUserOf = (app: AppAddress, sessionId: string): EndUser | undefined =>
    [...endUsers.values()].find((user) => isOf(app)(user) && user.sessionId === sessionId)
  return {
    list: (app) => Effect.sync(() => [...keys.values()].filter(isOf(app))),
    create: Effect.fn("AppKeyStore.create")(function* ({ tenantId, appId }, token) {
      const { id, at } = yield* newRow
      if (tables.app(tenantId, appId) === undefined) return yield* appNotFound()
      const count = [...keys.values()].filter(isOf({ tenantId, appId })).length
      if (count >= mostAppKeys) return yield* maxKeysExceeded()
      const key = { id, tenantId, appId, token, lastUsedAt: null, createdAt: at }
      keys.set(id, key)
      return key
    }),
    remove: (app, keyId) =>
      Effect.suspend(() => {
        const key = keys.get(keyId)
        if (key === undefined || !isOf(app)(key)) return Effect.fail(apiKeyNotFound())
        keys.delete(keyId)
        return Effect.void
      }),
    findByToken: (token, now) =>
      Effect.sync(() => {
        const key = [...keys.values()].find((one) => one.token === token)
        if (key === undefined || (key.lastUsedAt !== null && key.lastUsedAt > now - keyUsePace)) return key
        const used = { ...key, lastUsedAt: now }
        keys.set(key.id, used)
        return used
      }),
    endUser: Effect.fn("AppKeyStore.endUser")(function* ({ tenantId, appId }, sessionId) {
      const { id, at } = yield* newRow
      if (tables.app(tenantId, appId) === undefined) return yield* appNotFound()
      const known = endUserOf({ tenantId, appId }, sessionId)
      if (known !== undefined) return known
      const user = { id, tenantId, appId, sessionId, createdAt: at }
      endUsers.set(id, user)
      return user
    }),
    findEndUser: (app, endUserId) =>
      Effect.sync(() => {
        const user = endUsers.get(endUserId)
        return user !== undefined && isOf(app)(user) ? user : undefined
      })
  }
}
