import { AccountStore, TenantStore } from "@flowglass/core"
import { Effect, Layer } from "effect"
import { HttpServerRequest } from "effect/http"
import { AccountNotInitialized } from "../error/console_errors.ts"
import { Unauthorized } from "../error/http_errors.ts"
import { ServerConfig, type ServerSettings } from "../serve/server_config.ts"
import { CurrentAccount } from "./current_account.ts"
import { InitGate } from "./init_gate.ts"
import { sameText } from "./same_text.ts"
import { cookieOf } from "./session_cookies.ts"
import { SessionTokens } from "./session_tokens.ts"
import { SignedIn } from "./signed_in.ts"

const unauthorized = (message: string) => new Unauthorized({ message })

/** The access token of a request: the cookie, else the bearer. */
const accessTokenOf = (settings: ServerSettings, request: HttpServerRequest.HttpServerRequest): string | undefined =>
  cookieOf(settings, request, "access_token") ?? /^bearer +(\S+)$/i.exec(request.headers["authorization"] ?? "")?.[1]

const safeMethods: ReadonlySet<string> = new Set(["GET", "HEAD", "OPTIONS"])

/** The guard of the console API. Both ways of sending the token end in the same check, so they answer the same. */
export const signedInLayer = Layer.effect(
  SignedIn,
  Effect.gen(function* () {
    const settings = yield* ServerConfig
    const accounts = yield* AccountStore
    const tenants = yield* TenantStore
    const tokens = yield* SessionTokens
    const gate = yield* InitGate
    // An installation that is set up stays so: the store is asked until then.
    let isSetUp = false

    const hasCsrf = Effect.fnUntraced(function* (request: HttpServerRequest.HttpServerRequest, accountId: string) {
      const cookie = cookieOf(settings, request, "csrf_token") ?? ""
      const header = request.headers["x-csrf-token"] ?? ""
      if (header === "" || !sameText(cookie, header)) return false
      return yield* tokens.isCsrf(header, accountId)
    })

    // Dify's order: the installation is set up, the session is good, the CSRF token too, the account is complete.
    const identified = Effect.gen(function* () {
      const request = yield* HttpServerRequest.HttpServerRequest
      isSetUp ||= (yield* accounts.setupAt) !== undefined
      if (!isSetUp) return yield* gate.setUpFirst
      const token = accessTokenOf(settings, request)
      if (token === undefined) return yield* unauthorized("Invalid Authorization token.")
      const accountId = yield* tokens.verifyAccess(token)
      const account = yield* accounts.find(accountId)
      if (account?.status === "banned") return yield* unauthorized("Account is banned.")
      const membership = account === undefined ? undefined : yield* tenants.current(account.id)
      if (account === undefined || account.status === "closed" || membership === undefined) {
        return yield* unauthorized("Unauthorized.")
      }
      if (!safeMethods.has(request.method) && !(yield* hasCsrf(request, account.id))) {
        return yield* unauthorized("CSRF token is missing or invalid.")
      }
      if (account.status !== "active") {
        return yield* new AccountNotInitialized({ message: "The account has not been completed yet." })
      }
      return { account, membership }
    })

    return SignedIn.of({
      session: (handle) => Effect.provideServiceEffect(handle, CurrentAccount, identified),
      bearer: (handle) => Effect.provideServiceEffect(handle, CurrentAccount, identified)
    })
  })
)
