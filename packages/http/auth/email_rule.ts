import { Effect } from "effect"
import { InvalidParam } from "../error/http_errors.ts"

/** Dify's rule, and addresses of this machine, which the first start makes. */
const form = /^[\p{L}\p{N}_.!#$%&'*+\-/=?^`{|}~]+@(([\p{L}\p{N}_-]+\.)+[\p{L}\p{N}_-]{2,}|localhost)$/u

/** An e-mail address in lower case. */
export const validEmail = (email: string): Effect.Effect<string, InvalidParam> =>
  email.length <= 255 && form.test(email)
    ? Effect.succeed(email.toLowerCase())
    : Effect.fail(new InvalidParam({ message: `${JSON.stringify(email.slice(0, 255))} is not a valid email.` }))
