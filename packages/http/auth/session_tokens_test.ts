import { createHmac, generateKeyPairSync } from "node:crypto"
import { assert, describe, it } from "@effect/vitest"
import { Effect, Layer, Redacted } from "effect"
import { TestClock } from "effect/testing"
import { exportSPKI, SignJWT, UnsecuredJWT } from "jose"
import { defaultServerSettings, ServerConfig } from "../serve/server_config.ts"
import { SessionTokens } from "./session_tokens.ts"

const secret = "a secret of the tests, long enough for HS256"
const config = (text: string) =>
  Layer.succeed(ServerConfig, { ...defaultServerSettings, secretKey: Redacted.make(text) })
const tokens = Layer.provide(SessionTokens.layer, config(secret))

const id = "0195f3c2-0000-7000-8000-000000000001"
const claims = { user_id: id, iss: "SELF_HOSTED", sub: "Console API Passport", exp: 3600 }

const part = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString("base64url")
const forged = (header: object, payload: object, key: string | Uint8Array): string => {
  const text = `${part(header)}.${part(payload)}`
  return `${text}.${createHmac("sha256", key).update(text).digest("base64url")}`
}
const signed = (payload: object, key = secret): string => forged({ alg: "HS256", typ: "JWT" }, payload, key)

const refusal = Effect.fnUntraced(function* (token: string) {
  return (yield* Effect.flip((yield* SessionTokens).verifyAccess(token))).message
})

describe("access token", () => {
  it.effect("has Dify's claims and nothing else", () =>
    Effect.gen(function* () {
      const { signAccess, verifyAccess } = yield* SessionTokens
      const token = yield* signAccess(id)
      const [header = "", payload = ""] = token.split(".")
      assert.deepStrictEqual(JSON.parse(Buffer.from(header, "base64url").toString()), { alg: "HS256", typ: "JWT" })
      assert.deepStrictEqual(JSON.parse(Buffer.from(payload, "base64url").toString()), claims)
      assert.strictEqual(yield* verifyAccess(token), id)
      assert.strictEqual(yield* verifyAccess(signed(claims)), id)
    }).pipe(Effect.provide(tokens))
  )

  it.effect("expires after its lifetime", () =>
    Effect.gen(function* () {
      const { signAccess, verifyAccess } = yield* SessionTokens
      const token = yield* signAccess(id)
      yield* TestClock.adjust("3599 seconds")
      assert.strictEqual(yield* verifyAccess(token), id)
      yield* TestClock.adjust("1 second")
      assert.strictEqual(yield* refusal(token), "Token has expired.")
    }).pipe(Effect.provide(tokens))
  )

  it.effect("attack: alg none, other algorithms and the key as its own signature", () =>
    Effect.gen(function* () {
      const none = new UnsecuredJWT(claims).encode()
      assert.strictEqual(yield* refusal(none), "Invalid token.")
      assert.strictEqual(yield* refusal(none.replace(/\.$/, `.${part(secret)}`)), "Invalid token.")
      for (const alg of ["None", "NONE", "hs256", "HS384", "HS512", "RS256", "ES256", "dir"]) {
        assert.strictEqual(yield* refusal(forged({ alg, typ: "JWT" }, claims, secret)), "Invalid token.", alg)
      }
      const strong = yield* Effect.promise(() =>
        new SignJWT(claims).setProtectedHeader({ alg: "HS512" }).sign(new TextEncoder().encode(secret.repeat(2)))
      )
      assert.strictEqual(yield* refusal(strong), "Invalid token.")
    }).pipe(Effect.provide(tokens))
  )

  it.effect("attack: RS256 confusion: a public key is no secret", () =>
    Effect.gen(function* () {
      const { publicKey, privateKey } = generateKeyPairSync("rsa", { modulusLength: 2048 })
      const pem = yield* Effect.promise(() => exportSPKI(publicKey))
      const own = yield* Effect.promise(() => new SignJWT(claims).setProtectedHeader({ alg: "RS256" }).sign(privateKey))
      const { verifyAccess } = yield* Effect.provide(SessionTokens, Layer.provide(SessionTokens.layer, config(pem)))
      const error = yield* Effect.flip(verifyAccess(own))
      assert.strictEqual(error.message, "Invalid token.")
      assert.strictEqual(yield* refusal(signed(claims, pem)), "Invalid token signature.")
      const header = {
        alg: "HS256",
        jwk: publicKey.export({ format: "jwk" }),
        jku: "http://evil.test",
        kid: "../../dev/null"
      }
      assert.strictEqual(yield* refusal(forged(header, claims, "")), "Invalid token signature.")
    }).pipe(Effect.provide(tokens))
  )

  it.effect("attack: claims that are missing, of another type or for another surface", () =>
    Effect.gen(function* () {
      const { exp: _exp, ...endless } = claims
      const { user_id: _user, ...nobody } = claims
      const payloads = [
        endless,
        nobody,
        { ...claims, exp: "3600" },
        { ...claims, user_id: 1 },
        { ...claims, user_id: [id] },
        { ...claims, iss: "CLOUD" },
        { ...claims, sub: "Web API Passport" },
        { ...claims, sub: [claims.sub] },
        { ...claims, token_source: "webapp" },
        { ...claims, nbf: 1000 }
      ]
      for (const payload of payloads) assert.strictEqual(yield* refusal(signed(payload)), "Invalid token.")
      for (const text of ["", "a", "a.b.c", "..", `${signed(claims)}.x`, "é".repeat(50)]) {
        assert.strictEqual(yield* refusal(text), "Invalid token.", text)
      }
      assert.strictEqual(yield* refusal(signed(claims, "another secret")), "Invalid token signature.")
      const [head = "", , signature = ""] = signed(claims).split(".")
      const other = part({ ...claims, user_id: "somebody else" })
      assert.strictEqual(yield* refusal(`${head}.${other}.${signature}`), "Invalid token signature.")
    }).pipe(Effect.provide(tokens))
  )
})

describe("CSRF token", () => {
  it.effect("is for one account and for its lifetime", () =>
    Effect.gen(function* () {
      const { signCsrf, isCsrf } = yield* SessionTokens
      const token = yield* signCsrf(id)
      assert.deepStrictEqual(JSON.parse(Buffer.from(token.split(".")[1] ?? "", "base64url").toString()), {
        sub: id,
        exp: 3600
      })
      assert.isTrue(yield* isCsrf(token, id))
      assert.isFalse(yield* isCsrf(token, "somebody else"))
      assert.isFalse(yield* isCsrf("", id))
      yield* TestClock.adjust("1 hour")
      assert.isFalse(yield* isCsrf(token, id))
    }).pipe(Effect.provide(tokens))
  )

  it.effect("attack: neither token serves as the other", () =>
    Effect.gen(function* () {
      const { signAccess, signCsrf, isCsrf } = yield* SessionTokens
      assert.isFalse(yield* isCsrf(yield* signAccess(id), id))
      assert.strictEqual(yield* refusal(yield* signCsrf(id)), "Invalid token.")
      // An account whose id is the subject of access tokens would still have no user_id.
      assert.strictEqual(yield* refusal(yield* signCsrf("Console API Passport")), "Invalid token.")
      assert.isFalse(yield* isCsrf(new UnsecuredJWT({ sub: id, exp: 3600 }).encode(), id))
    }).pipe(Effect.provide(tokens))
  )
})
