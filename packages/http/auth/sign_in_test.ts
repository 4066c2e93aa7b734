import { assert, describe, it } from "@effect/vitest"
import { AccountStore, layerMemoryStores, SessionStore, TenantStore } from "@flowglass/core"
import { Context, Effect, Layer, Redacted } from "effect"
import { HttpServerRequest } from "effect/http"
import { defaultServerSettings, ServerConfig } from "../serve/server_config.ts"
import { LoginLockout } from "./login_lockout.ts"
import { Passwords } from "./passwords.ts"
import { SessionTokens } from "./session_tokens.ts"
import { Sessions } from "./sessions.ts"
import { SignIn } from "./sign_in.ts"

/** Every call of a service's methods by name, in order. */
const spied = <S extends object>(service: S, name: string, calls: Array<string>): S =>
  new Proxy(service, {
    get: (target, key, receiver) => {
      const member = Reflect.get(target, key, receiver)
      if (typeof member !== "function") return member
      return (...args: ReadonlyArray<unknown>) => {
        calls.push(`${name}.${String(key)}`)
        return Reflect.apply(member, target, args)
      }
    }
  })

const config = Layer.succeed(ServerConfig, { ...defaultServerSettings, secretKey: Redacted.make("s".repeat(32)) })

/** Signs in with the calls it makes. Passwords are compared without any hash: their number is what counts here. */
const site = Effect.gen(function* () {
  const calls: Array<string> = []
  const memory = yield* Layer.build(layerMemoryStores())
  const accounts = Context.get(memory, AccountStore)
  const passwords = Passwords.of({
    hash: (password) => Effect.succeed(password),
    check: (password, hash) => Effect.succeed({ isRight: password === hash, isWeak: false })
  })
  const stores = Layer.succeedContext(
    Context.make(AccountStore, spied(accounts, "accounts", calls)).pipe(
      Context.add(TenantStore, spied(Context.get(memory, TenantStore), "tenants", calls)),
      Context.add(SessionStore, spied(Context.get(memory, SessionStore), "sessions", calls)),
      Context.add(Passwords, spied(passwords, "passwords", calls))
    )
  )
  const layer = SignIn.layer.pipe(
    Layer.provide([Sessions.layer, LoginLockout.layer]),
    Layer.provide(SessionTokens.layer),
    Layer.provide([stores, config])
  )
  const signIn = Context.get(yield* Layer.build(layer), SignIn)
  const attempt = Effect.fnUntraced(function* (email: string) {
    calls.length = 0
    const result = yield* Effect.exit(
      Effect.provideService(
        signIn.withPassword({ email, password: "wrong", ip: null }),
        HttpServerRequest.HttpServerRequest,
        HttpServerRequest.fromWeb(new Request("http://localhost/console/api/login", { method: "POST" }))
      )
    )
    return { calls: [...calls], result }
  })
  return { accounts, attempt }
})

describe("SignIn", () => {
  it.effect(
    "attack: timing: known, unknown, banned and password-less accounts take the same steps to their refusal",
    () =>
      Effect.gen(function* () {
        const { accounts, attempt } = yield* site
        for (const email of ["known@b.cd", "banned@b.cd", "closed@b.cd"]) {
          yield* accounts.create({ email, name: "A", passwordHash: "right" })
        }
        for (const status of ["banned", "closed"] as const) {
          yield* accounts.change((yield* accounts.findByEmail(`${status}@b.cd`))?.id ?? "", { status })
        }
        const unknown = yield* attempt("unknown@b.cd")
        assert.deepStrictEqual(unknown.calls, [
          "sessions.failures",
          "sessions.countFailure",
          "accounts.findByEmail",
          "passwords.check"
        ])
        for (const email of ["known@b.cd", "banned@b.cd", "closed@b.cd"]) {
          const { calls, result } = yield* attempt(email)
          assert.deepStrictEqual(calls, unknown.calls, email)
          assert.deepStrictEqual(JSON.stringify(result), JSON.stringify(unknown.result), email)
        }
      })
  )
})
