import { Effect } from "effect"
import { apiKeyNotFound, appNotFound, maxKeysExceeded, mostAppKeys } from "../_failures.ts"
import { newRow } from "../_new_row.ts"
import type { AppKey, AppKeyStore, EndUser } from "../app_key_store.ts"
import { keyUsePace } from "../memory_app_key_store.ts"
import type { AppAddress } from "../workflow_store.ts"
import type { Database } from "./_database.ts"
import { indexKey } from "./_index_key.ts"

type KeyRow = { [Name in keyof AppKey]: AppKey[Name] }
type UserRow = { [Name in keyof EndUser]: EndUser[Name] }

const keyColumns = `id, tenant_id AS "tenantId", app_id AS "appId", token, last_used_at AS "lastUsedAt",
  created_at AS "createdAt"`
const userColumns = `id, tenant_id AS "tenantId", app_id AS "appId", session_id AS "sessionId",
  created_at AS "createdAt"`

// The count stands in the row of the app, so that those who come at the same time wait for each other.
const createStatement = `WITH app AS (
    UPDATE apps SET key_count = key_count + 1 WHERE id = $2 AND tenant_id = $1 AND key_count < ${mostAppKeys}
      AND NOT EXISTS (SELECT 1 FROM app_keys WHERE app_keys.id = $3)
    RETURNING id, tenant_id
  ), made AS (
    INSERT INTO app_keys (id, tenant_id, app_id, token, token_key, created_at)
    SELECT $3, tenant_id, id, $4, $5, $6::float8 FROM app RETURNING id
  )
  SELECT id FROM made UNION ALL SELECT id FROM app_keys WHERE id = $3`

const removeStatement = `WITH gone AS (
    DELETE FROM app_keys WHERE id = $3 AND app_id = $2 AND tenant_id = $1 RETURNING app_id
  )
  UPDATE apps SET key_count = key_count - 1 FROM gone WHERE apps.id = gone.app_id RETURNING apps.id`

const useStatement = `UPDATE app_keys SET last_used_at = $2 WHERE token_key = $1
  AND (last_used_at IS NULL OR last_used_at <= $2 - ${keyUsePace})`

const endUserStatement = `WITH app AS (
    SELECT id, tenant_id FROM apps WHERE id = $2 AND tenant_id = $1 FOR KEY SHARE
  )
  INSERT INTO end_users AS known (id, tenant_id, app_id, session_id, session_key, created_at)
  SELECT $3, tenant_id, id, $4, $5, $6::float8 FROM app
  ON CONFLICT (app_id, session_key) DO UPDATE SET session_key = known.session_key
  RETURNING ${userColumns}`

/** App keys and end users in tables. */
export const sqlAppKeyStore = (database: Database): AppKeyStore["Service"] => {
  const hasApp = ({ tenantId, appId }: AppAddress) =>
    Effect.map(
      database.first("SELECT 1 AS found FROM apps WHERE id = $2 AND tenant_id = $1", [tenantId, appId]),
      (row) => row !== undefined
    )
  const findUser = ({ tenantId, appId }: AppAddress, column: string, value: string) =>
    database.first<UserRow>(
      `SELECT ${userColumns} FROM end_users WHERE tenant_id = $1 AND app_id = $2 AND ${column} = $3`,
      [tenantId, appId, value]
    )
  return {
    list: ({ tenantId, appId }) =>
      database.query<KeyRow>(
        `SELECT ${keyColumns} FROM app_keys WHERE tenant_id = $1 AND app_id = $2 ORDER BY ordinal`,
        [tenantId, appId]
      ),
    create: Effect.fn("AppKeyStore.create")(function* (app, token) {
      const { id, at } = yield* newRow
      const parameters = [app.tenantId, app.appId, id, token, indexKey(token), at]
      const made = yield* database.first(createStatement, parameters)
      if (made !== undefined) return { ...app, id, token, lastUsedAt: null, createdAt: at }
      return yield* (yield* hasApp(app)) ? maxKeysExceeded() : appNotFound()
    }),
    remove: Effect.fn("AppKeyStore.remove")(function* ({ tenantId, appId }, keyId) {
      const gone = yield* database.first(removeStatement, [tenantId, appId, keyId])
      if (gone === undefined) return yield* apiKeyNotFound()
    }),
    findByToken: Effect.fn("AppKeyStore.findByToken")(function* (token, now) {
      const find = database.first<KeyRow>(`SELECT ${keyColumns} FROM app_keys WHERE token_key = $1`, [indexKey(token)])
      const key = yield* find
      if (key === undefined || (key.lastUsedAt !== null && key.lastUsedAt > now - keyUsePace)) return key
      yield* database.query(useStatement, [indexKey(token), now])
      return yield* find
    }),
    endUser: Effect.fn("AppKeyStore.endUser")(function* (app, sessionId) {
      const known = yield* findUser(app, "session_key", indexKey(sessionId))
      if (known !== undefined) return known
      const { id, at } = yield* newRow
      const parameters = [app.tenantId, app.appId, id, sessionId, indexKey(sessionId), at]
      const user = yield* database.first<UserRow>(endUserStatement, parameters)
      return user ?? (yield* appNotFound())
    }),
    findEndUser: (app, endUserId) => findUser(app, "id", endUserId)
  }
}
