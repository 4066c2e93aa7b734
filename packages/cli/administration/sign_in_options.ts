import { withHint } from "@flowglass/core/error"
import { Effect, Redacted } from "effect"
import { ArgumentFileUnreadable, ArgumentMissing } from "../error/usage_errors.ts"
import { oneLine } from "../format/safe_text.ts"
import { readGivenFile } from "../local/read_given_file.ts"
import { secret, variable } from "../settings.ts"
import { askPassword, canAsk } from "./ask_password.ts"
import type { SignInOptions } from "./console_session.ts"

/** Where the sign-in stands that a command uses. */
export interface SignInSource {
  readonly server: string
  readonly passwordFile: string | undefined
}

const passwordLimit = 64 * 1024

const fromFile = (file: string): Effect.Effect<Redacted.Redacted, ArgumentFileUnreadable> =>
  readGivenFile(file === "-" ? "/dev/stdin" : file, { limit: passwordLimit, namedPipes: true }).pipe(
    Effect.map((bytes) => Redacted.make(new TextDecoder().decode(bytes).replace(/\r?\n$/, ""))),
    Effect.mapError(
      ({ reason }) =>
        new ArgumentFileUnreadable({ message: `--password-file ${oneLine(file)} cannot be read: ${reason}.` })
    )
  )

/** Who signs in: FLOWGLASS_EMAIL, and the password of a file, of FLOWGLASS_PASSWORD, or of whoever sits there. */
export const signInOptions = Effect.fnUntraced(function* ({ server, passwordFile }: SignInSource) {
  const email = yield* variable("FLOWGLASS_EMAIL")
  if (email === undefined) {
    const error = new ArgumentMissing({ message: "--server signs in, but FLOWGLASS_EMAIL is not set." })
    return yield* withHint(error, "set FLOWGLASS_EMAIL and FLOWGLASS_PASSWORD, or write them to .env")
  }
  const known = passwordFile === undefined ? yield* secret("FLOWGLASS_PASSWORD") : yield* fromFile(passwordFile)
  if (known === undefined && !canAsk()) {
    const error = new ArgumentMissing({ message: "--server signs in, but FLOWGLASS_PASSWORD is not set." })
    return yield* withHint(error, "set FLOWGLASS_PASSWORD, or name a file with --password-file")
  }
  const options: SignInOptions = {
    server,
    email,
    password: known ?? (yield* askPassword(`password of ${oneLine(email)}: `))
  }
  return options
})
