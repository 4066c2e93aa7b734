import { DateTime, Effect, Option } from "effect"
import { InvalidParam } from "../error/http_errors.ts"

/** A time zone of the IANA database, such as `Europe/Berlin`. */
export const validTimezone = (timezone: string): Effect.Effect<string, InvalidParam> =>
  Option.isSome(DateTime.zoneMakeNamed(timezone))
    ? Effect.succeed(timezone)
    : Effect.fail(new InvalidParam({ message: `${JSON.stringify(timezone)} is not a valid timezone.` }))
