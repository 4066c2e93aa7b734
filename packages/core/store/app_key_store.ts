import { Context, type Effect } from "effect"
import type { ApiKeyNotFound, AppNotFound, MaxKeysExceeded, StoreUnavailable } from "../error/store_errors.ts"
import type { AppAddress } from "./workflow_store.ts"

/** A key of the service API: it names its app. */
export interface AppKey extends AppAddress {
  readonly id: string
  /** `app-` and 24 letters and digits; Dify lists it in full, so it is kept in full. */
  readonly token: string
  readonly lastUsedAt: number | null
  readonly createdAt: number
}

/** Somebody who uses an app through its key, told apart by the caller's own name for them. */
export interface EndUser extends AppAddress {
  readonly id: string
  /** The caller's name for the user. */
  readonly sessionId: string
  readonly createdAt: number
}

/** Keeps app keys and the end users behind them. */
export class AppKeyStore extends Context.Service<
  AppKeyStore,
  {
    readonly list: (app: AppAddress) => Effect.Effect<ReadonlyArray<AppKey>, StoreUnavailable>
    /** At most ten for each app. */
    readonly create: (
      app: AppAddress,
      token: string
    ) => Effect.Effect<AppKey, AppNotFound | MaxKeysExceeded | StoreUnavailable>
    readonly remove: (app: AppAddress, keyId: string) => Effect.Effect<void, ApiKeyNotFound | StoreUnavailable>
    /** The key with this token. Notes at most once a minute that it was used. */
    readonly findByToken: (token: string, now: number) => Effect.Effect<AppKey | undefined, StoreUnavailable>
    /** Found or made; many at the same time get the same one. */
    readonly endUser: (app: AppAddress, sessionId: string) => Effect.Effect<EndUser, AppNotFound | StoreUnavailable>
    readonly findEndUser: (app: AppAddress, endUserId: string) => Effect.Effect<EndUser | undefined, StoreUnavailable>
  }
>()("@flowglass/core/store/AppKeyStore") {}
