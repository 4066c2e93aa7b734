import { Effect } from "effect"
import { InvalidParam } from "../error/http_errors.ts"

/** A new password: a letter, a digit and at least 8 characters; Dify's rule and text. */
export const validPassword = (password: string): Effect.Effect<string, InvalidParam> =>
  /^(?=.*[a-zA-Z])(?=.*\d).{8,}$/.test(password)
    ? Effect.succeed(password)
    : Effect.fail(
        new InvalidParam({
          message: "Password must contain letters and numbers, and the length must be greater than 8."
        })
      )
