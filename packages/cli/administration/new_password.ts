import { randomBytes } from "node:crypto"
import { Effect } from "effect"

/** A password that nobody has to think of: 96 random bits, with the letter and the digit that Dify's rule wants. */
export const newPassword = Effect.sync(() => `${randomBytes(12).toString("base64url")}-1a`)
