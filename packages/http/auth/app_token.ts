import { Effect } from "effect"

const letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789"

/** A key of an app: `app-` and 24 letters and digits of the system's random source, each equally likely. */
export const appToken: Effect.Effect<string> = Effect.sync(() => {
  let token = "app-"
  while (token.length < 28) {
    for (const byte of crypto.getRandomValues(new Uint8Array(32))) {
      // 248 is the last multiple of 62 in a byte: what lies above would make some letters likelier.
      if (byte < 248 && token.length < 28) token += letters[byte % 62]
    }
  }
  return token
})
