import { AccountStore, SessionStore } from "@flowglass/core"
import type { StoreUnavailable } from "@flowglass/core/error"
import { Clock, Context, Effect, Layer } from "effect"
import { ServerConfig } from "../serve/server_config.ts"
import { type RefreshFailure, refreshFailure } from "./refresh_failure.ts"
import { newRefreshToken, refreshTokenHash } from "./refresh_token.ts"
import { SessionTokens } from "./session_tokens.ts"

/** What the client of a session holds. */
export interface SessionSecrets {
  readonly accessToken: string
  readonly refreshToken: string
  readonly csrfToken: string
}

/** Opens, renews and ends sessions. A refresh token serves once: its successor comes with the new access token. */
export class Sessions extends Context.Service<
  Sessions,
  {
    readonly open: (accountId: string) => Effect.Effect<SessionSecrets, StoreUnavailable>
    /** Of two who bring the same token one wins. */
    readonly refresh: (
      refreshToken: string | undefined
    ) => Effect.Effect<SessionSecrets, RefreshFailure | StoreUnavailable>
    readonly close: (refreshToken: string | undefined) => Effect.Effect<void, StoreUnavailable>
    /** Ends every session of an account and opens a new one. */
    readonly reopen: (accountId: string) => Effect.Effect<SessionSecrets, StoreUnavailable>
  }
>()("@flowglass/http/auth/Sessions") {
  static readonly layer: Layer.Layer<Sessions, never, AccountStore | SessionStore | SessionTokens | ServerConfig> =
    Layer.effect(
      Sessions,
      Effect.gen(function* () {
        const accounts = yield* AccountStore
        const store = yield* SessionStore
        const tokens = yield* SessionTokens
        const { refreshTokenLifetime } = yield* ServerConfig

        const secretsFor = (accountId: string, refreshToken: string) =>
          Effect.map(
            Effect.all([tokens.signAccess(accountId), tokens.signCsrf(accountId)]),
            ([accessToken, csrfToken]) => ({
              accessToken,
              refreshToken,
              csrfToken
            })
          )
        const next = Effect.gen(function* () {
          const now = yield* Clock.currentTimeMillis
          const token = yield* newRefreshToken
          return {
            now,
            token,
            row: { tokenHash: refreshTokenHash(token), expiresAt: now + refreshTokenLifetime * 1000 }
          }
        })
        const open = Effect.fn("Sessions.open")(function* (accountId: string) {
          const { token, row } = yield* next
          yield* store.open({ ...row, accountId })
          return yield* secretsFor(accountId, token)
        })

        return Sessions.of({
          open,
          refresh: Effect.fn("Sessions.refresh")(function* (refreshToken) {
            if (refreshToken === undefined) return yield* Effect.fail(refreshFailure("No refresh token provided"))
            const { now, token, row } = yield* next
            const accountId = yield* store.rotate(refreshTokenHash(refreshToken), row, now)
            if (accountId === undefined) return yield* Effect.fail(refreshFailure("Invalid refresh token"))
            const account = yield* accounts.find(accountId)
            if (account?.status === "active" || account?.status === "uninitialized")
              return yield* secretsFor(accountId, token)
            yield* store.close(row.tokenHash)
            const message = account?.status === "banned" ? "Account is banned." : "Invalid account"
            return yield* Effect.fail(refreshFailure(message))
          }),
          close: (refreshToken) =>
            refreshToken === undefined ? Effect.void : store.close(refreshTokenHash(refreshToken)),
          reopen: (accountId) => Effect.andThen(store.closeAll(accountId), open(accountId))
        })
      })
    )
}
