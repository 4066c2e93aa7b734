import { Context, type Effect } from "effect"
import type { StoreUnavailable } from "../error/store_errors.ts"

/** A sign-in that can be refreshed. The token itself is never stored, only its SHA-256 in hexadecimal. */
export interface Session {
  readonly tokenHash: string
  readonly accountId: string
  readonly expiresAt: number
}

/** Failures that were counted under a key. */
export interface CountedFailures {
  readonly count: number
  /** When all of them lapse, in milliseconds since 1970. */
  readonly until: number
}

/** Keeps sessions, and counts failed sign-ins. */
export class SessionStore extends Context.Service<
  SessionStore,
  {
    readonly open: (session: Session) => Effect.Effect<void, StoreUnavailable>
    /**
     * Replaces a session that has not expired by its successor and returns the account; undefined when there is no
     * such session. Of two who bring the same token one wins.
     */
    readonly rotate: (
      tokenHash: string,
      next: Omit<Session, "accountId">,
      now: number
    ) => Effect.Effect<string | undefined, StoreUnavailable>
    /** Ends one session. */
    readonly close: (tokenHash: string) => Effect.Effect<void, StoreUnavailable>
    /** Ends every session of an account. */
    readonly closeAll: (accountId: string) => Effect.Effect<void, StoreUnavailable>
    /** Failures counted under a key; undefined when there are none, or they have lapsed. */
    readonly failures: (key: string, now: number) => Effect.Effect<CountedFailures | undefined, StoreUnavailable>
    /** Counts one more failure; all of them lapse at `until`. */
    readonly countFailure: (key: string, now: number, until: number) => Effect.Effect<number, StoreUnavailable>
    readonly clearFailures: (key: string) => Effect.Effect<void, StoreUnavailable>
  }
>()("@flowglass/core/store/SessionStore") {}
