import { Clock, Effect } from "effect"
import type { SessionStore } from "../session_store.ts"
import type { Database } from "./_database.ts"
import { indexKey } from "./_index_key.ts"

const openStatement = `WITH ended AS (DELETE FROM sessions WHERE expires_at <= $4 AND token_key <> $1)
  INSERT INTO sessions (token_key, account_id, expires_at) VALUES ($1, $2, $3)
  ON CONFLICT (token_key) DO UPDATE SET account_id = excluded.account_id, expires_at = excluded.expires_at`

// The second part answers when the first attempt was made and its answer got lost.
const rotateStatement = `WITH next AS (
    UPDATE sessions SET token_key = $2, expires_at = $3 WHERE token_key = $1 AND expires_at > $4
    RETURNING account_id
  )
  SELECT account_id AS "accountId" FROM next
  UNION ALL SELECT account_id FROM sessions WHERE token_key = $2 AND expires_at = $3`

const countStatement = `WITH lapsed AS (DELETE FROM login_failures WHERE until <= $2 AND key <> $1)
  INSERT INTO login_failures AS counted (key, count, until) VALUES ($1, 1, $3)
  ON CONFLICT (key) DO UPDATE SET
    count = CASE WHEN counted.until <= $2 THEN 1 ELSE counted.count + 1 END,
    until = excluded.until
  RETURNING count`

/** Sessions in tables. */
export const sqlSessionStore = (database: Database): SessionStore["Service"] => ({
  open: ({ tokenHash, accountId, expiresAt }) =>
    Effect.flatMap(Clock.currentTimeMillis, (now) =>
      Effect.asVoid(database.query(openStatement, [indexKey(tokenHash), accountId, expiresAt, now]))
    ),
  rotate: (tokenHash, next, now) =>
    Effect.map(
      database.first<{ accountId: string }>(rotateStatement, [
        indexKey(tokenHash),
        indexKey(next.tokenHash),
        next.expiresAt,
        now
      ]),
      (row) => row?.accountId
    ),
  close: (tokenHash) =>
    Effect.asVoid(database.query("DELETE FROM sessions WHERE token_key = $1", [indexKey(tokenHash)])),
  closeAll: (accountId) => Effect.asVoid(database.query("DELETE FROM sessions WHERE account_id = $1", [accountId])),
  failures: (key, now) =>
    database.first<{ count: number; until: number }>(
      "SELECT count, until FROM login_failures WHERE key = $1 AND until > $2",
      [indexKey(key), now]
    ),
  countFailure: (key, now, until) =>
    Effect.map(
      database.first<{ count: number }>(countStatement, [indexKey(key), now, until]),
      (row) => row?.count ?? 1
    ),
  clearFailures: (key) => Effect.asVoid(database.query("DELETE FROM login_failures WHERE key = $1", [indexKey(key)]))
})
