import { Effect, Schema } from "effect"
import { InvalidParam } from "../error/http_errors.ts"
import { plainText } from "../serve/plain_text.ts"

/** The caller's own name for its user. Whether it may be left out is for the route to say, in Dify's words. */
export const EndUserName = Schema.optionalKey(Schema.NullOr(plainText(0, 255))).annotate({
  description: "The caller's own name for its user; required"
})

/** The name, or Dify's words for its absence. */
export const requiredUser = (user: string | null | undefined): Effect.Effect<string, InvalidParam> =>
  user ? Effect.succeed(user) : Effect.fail(new InvalidParam({ message: "Arg user must be provided." }))
