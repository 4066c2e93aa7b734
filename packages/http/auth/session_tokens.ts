import { Clock, Context, Effect, Layer, Predicate, Redacted } from "effect"
import { errors, type JWTPayload, type JWTVerifyOptions, jwtVerify, SignJWT } from "jose"
import { Unauthorized } from "../error/http_errors.ts"
import { ServerConfig } from "../serve/server_config.ts"

const algorithm = "HS256"
const issuer = "SELF_HOSTED"
const accessSubject = "Console API Passport"
const initSubject = "Init Password"

/** Dify's texts for tokens that are not accepted. */
const reasonOf = (error: unknown): string => {
  if (error instanceof errors.JWTExpired) return "Token has expired."
  if (error instanceof errors.JWSSignatureVerificationFailed) return "Invalid token signature."
  return "Invalid token."
}

/**
 * Signs and verifies the two tokens of a session, as Dify does, and the one of a set-up: HS256 and nothing else. The
 * access token has the claims `user_id`, `exp`, `iss` and `sub`; the CSRF token only `exp` and the account as `sub`, and
 * that of a set-up a `sub` that no account has, so none can serve as another.
 */
export class SessionTokens extends Context.Service<
  SessionTokens,
  {
    readonly signAccess: (accountId: string) => Effect.Effect<string>
    /** The account id in an access token. */
    readonly verifyAccess: (token: string) => Effect.Effect<string, Unauthorized>
    readonly signCsrf: (accountId: string) => Effect.Effect<string>
    /** Whether a CSRF token is valid and made for this account. */
    readonly isCsrf: (token: string, accountId: string) => Effect.Effect<boolean>
    /** Says that its holder gave the password that stands before the set-up. */
    readonly signInit: Effect.Effect<string>
    readonly isInit: (token: string) => Effect.Effect<boolean>
  }
>()("@flowglass/http/auth/SessionTokens") {
  static readonly layer: Layer.Layer<SessionTokens, never, ServerConfig> = Layer.effect(
    SessionTokens,
    Effect.gen(function* () {
      const { secretKey, accessTokenLifetime } = yield* ServerConfig
      const bytes = new TextEncoder().encode(Redacted.value(secretKey))
      const key = yield* Effect.promise(() =>
        crypto.subtle.importKey("raw", bytes, { name: "HMAC", hash: "SHA-256" }, false, ["sign", "verify"])
      )
      const sign = (claims: JWTPayload): Effect.Effect<string> =>
        Effect.flatMap(Clock.currentTimeMillis, (now) => {
          const token = new SignJWT({ ...claims, exp: Math.floor(now / 1000) + accessTokenLifetime })
          return Effect.promise(() => token.setProtectedHeader({ alg: algorithm, typ: "JWT" }).sign(key))
        })
      const verify = (token: string, options: JWTVerifyOptions): Effect.Effect<JWTPayload, Unauthorized> =>
        Effect.flatMap(Clock.currentTimeMillis, (now) =>
          Effect.tryPromise({
            try: () => {
              const rules = { algorithms: [algorithm], requiredClaims: ["exp"], currentDate: new Date(now) }
              return jwtVerify(token, key, { ...rules, ...options }).then(({ payload }) => payload)
            },
            catch: (error) => new Unauthorized({ message: reasonOf(error) })
          })
        )
      const isAbout = (token: string, subject: string): Effect.Effect<boolean> =>
        verify(token, { subject }).pipe(
          Effect.as(true),
          Effect.orElseSucceed(() => false)
        )
      return SessionTokens.of({
        signAccess: (accountId) => sign({ user_id: accountId, iss: issuer, sub: accessSubject }),
        verifyAccess: Effect.fn("SessionTokens.verifyAccess")(function* (token) {
          const claims = yield* verify(token, { issuer, subject: accessSubject })
          // Dify's mark of tokens for other surfaces, which are signed with the same key.
          const isForeign = Predicate.hasProperty(claims, "token_source")
          const accountId = claims["user_id"]
          if (isForeign || typeof accountId !== "string") return yield* new Unauthorized({ message: "Invalid token." })
          return accountId
        }),
        signCsrf: (accountId) => sign({ sub: accountId }),
        isCsrf: (token, accountId) => isAbout(token, accountId),
        signInit: sign({ sub: initSubject }),
        isInit: (token) => isAbout(token, initSubject)
      })
    })
  )
}
