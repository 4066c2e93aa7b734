import { Effect, Redacted, Schedule } from "effect"
import { withHint } from "../../error/hint.ts"
import type { StoreUnavailable } from "../../error/store_errors.ts"
import { type Database, isPassing, sqlState, storeUnavailable, untilBack } from "./_database.ts"

/**
 * For how long after the first attempt has failed another one begins. An attempt takes five seconds at most, unless the
 * address gives it more with `connect_timeout`.
 */
const patience = "7 seconds"

const slowHint = "one that is only slow gets the seconds it needs by `?connect_timeout=30` at the end of its address"

/** Where a database is, as messages may say it: without any part of a password, even of one that was written wrongly. */
export const databasePlace = (url: Redacted.Redacted): string | undefined => {
  const { host = "", pathname = "", search = "", hash = "", searchParams } = URL.parse(Redacted.value(url)) ?? {}
  const place = searchParams?.get("host") ?? host
  return place === "" || `${pathname}${search}${hash}`.includes("@") ? undefined : place
}

/** Waits until a database takes a statement, but not for long: whoever starts wants to know what is wrong. */
export const reachDatabase = (database: Database, place: string | undefined): Effect.Effect<void, StoreUnavailable> =>
  Effect.asVoid(database.attempt("SELECT 1")).pipe(
    Effect.retry({
      times: untilBack.times,
      schedule: Schedule.upTo(untilBack.schedule, { duration: patience }),
      while: isPassing
    }),
    Effect.mapError((error) => {
      const isSilent = isPassing(error) && sqlState(error) === undefined
      return withHint(storeUnavailable(error, place), isSilent ? slowHint : undefined)
    })
  )
