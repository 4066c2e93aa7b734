import { Effect, Result } from "effect"
import { AuthenticationFailed } from "../error/console_errors.ts"

/**
 * The bytes of base64 text as Python's lenient decoder reads it: foreign characters are skipped, padding is needed, and
 * what follows the padding is ignored. Undefined when the text cannot be read.
 */
const lenientBase64 = (text: string): Uint8Array | undefined => {
  let digits = ""
  let padding = 0
  for (const letter of text) {
    if (letter === "=") {
      const quad = digits.length % 4
      if (quad >= 2) padding += 1
      if (quad >= 2 && quad + padding >= 4) return Buffer.from(digits, "base64")
    } else if (/[A-Za-z0-9+/]/.test(letter)) {
      digits += letter
      padding = 0
    }
  }
  return digits.length % 4 === 0 ? Buffer.from(digits, "base64") : undefined
}

/** The password that the sign-in page sends: base64 of its UTF-8 bytes. */
export const decodePassword = (encoded: string): Effect.Effect<string, AuthenticationFailed> =>
  Effect.fromResult(
    Result.try({
      try: () => {
        const bytes = lenientBase64(encoded)
        if (bytes === undefined) throw new TypeError("not base64")
        return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes)
      },
      catch: () => new AuthenticationFailed({ message: "Invalid encrypted data" })
    })
  )
