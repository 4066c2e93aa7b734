import { type App, AppStore } from "@flowglass/core"
import type { AppNotFound, StoreUnavailable } from "@flowglass/core/error"
import { Effect } from "effect"
import { CurrentAccount } from "../auth/current_account.ts"

/**
 * The app with this id, whatever its case, in the workspace that the account works in; a foreign app is as unknown as a
 * missing one.
 */
export const ownApp = (appId: string): Effect.Effect<App, AppNotFound | StoreUnavailable, AppStore | CurrentAccount> =>
  Effect.gen(function* () {
    const { membership } = yield* CurrentAccount
    return yield* (yield* AppStore).get(membership.tenant.id, appId.toLowerCase())
  })
