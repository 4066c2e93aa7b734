import { Clock, Effect } from "effect"
import type { MemoryTables } from "./_memory_tables.ts"
import type { SessionStore } from "./session_store.ts"

/** Sessions in memory. */
export const memorySessionStore = ({ sessions, failures }: MemoryTables): SessionStore["Service"] => ({
  open: ({ tokenHash, accountId, expiresAt }) =>
    Effect.map(Clock.currentTimeMillis, (now) => {
      for (const [token, session] of sessions) if (session.expiresAt <= now) sessions.delete(token)
      sessions.set(tokenHash, { accountId, expiresAt })
    }),
  rotate: (tokenHash, next, now) =>
    Effect.sync(() => {
      const session = sessions.get(tokenHash)
      if (session === undefined || session.expiresAt <= now) return undefined
      sessions.delete(tokenHash)
      sessions.set(next.tokenHash, { accountId: session.accountId, expiresAt: next.expiresAt })
      return session.accountId
    }),
  close: (tokenHash) => Effect.sync(() => void sessions.delete(tokenHash)),
  closeAll: (accountId) =>
    Effect.sync(() => {
      for (const [token, session] of sessions) if (session.accountId === accountId) sessions.delete(token)
    }),
  failures: (key, now) =>
    Effect.sync(() => {
      const counted = failures.get(key)
      return counted === undefined || counted.until <= now ? undefined : counted
    }),
  countFailure: (key, now, until) =>
    Effect.sync(() => {
      for (const [name, counted] of failures) if (counted.until <= now) failures.delete(name)
      const count = (failures.get(key)?.count ?? 0) + 1
      failures.set(key, { count, until })
      return count
    }),
  clearFailures: (key) => Effect.sync(() => void failures.delete(key))
})
