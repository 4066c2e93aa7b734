import { ConsoleApi } from "@flowglass/http"
import { Unauthorized } from "@flowglass/http/error"
import { Effect, Redacted } from "effect"
import { type Cookies, HttpClient, HttpClientRequest } from "effect/http"
import { HttpApiClient } from "effect/http-api"
import { ArgumentInvalid } from "../error/usage_errors.ts"
import { shownAddress } from "../shown_address.ts"
import { clientRefusal } from "./client_refusal.ts"

/** Who signs in, and where. */
export interface SignInOptions {
  readonly server: string
  readonly email: string
  readonly password: Redacted.Redacted
}

const originOf = (server: string): Effect.Effect<string, ArgumentInvalid> => {
  const url = URL.parse(server)
  const isHttp = url?.protocol === "http:" || url?.protocol === "https:"
  if (url !== null && isHttp && url.username === "" && url.password === "" && url.search === "" && url.hash === "") {
    return Effect.succeed(url.href.replace(/\/$/, ""))
  }
  const shown = JSON.stringify(shownAddress(server))
  return Effect.fail(
    new ArgumentInvalid({
      message: `--server cannot be ${shown}: expected the address of a server without a password.`
    })
  )
}

/** The session's cookies under their plain names; on https they begin with `__Host-`. */
const kept = (cookies: Cookies.Cookies): ReadonlyMap<string, Cookies.Cookie> =>
  new Map(Object.entries(cookies.cookies).map(([name, cookie]) => [name.replace(/^__Host-/, ""), cookie]))

/**
 * A client of a server's console API that is signed in until the scope closes. The session goes to that server only,
 * whatever domain its cookies name: this is no browser.
 */
export const openConsole = Effect.fnUntraced(function* ({ server, email, password }: SignInOptions) {
  const origin = yield* originOf(server)
  let session: ReadonlyMap<string, Cookies.Cookie> = new Map()
  const withSession = (request: HttpClientRequest.HttpClientRequest) => {
    if (session.size === 0) return request
    const cookie = [...session.values()].map(({ name, valueEncoded }) => `${name}=${valueEncoded}`).join("; ")
    const csrf = session.get("csrf_token")?.value ?? ""
    return HttpClientRequest.setHeaders(request, { cookie, "x-csrf-token": csrf })
  }
  const api = yield* HttpApiClient.make(ConsoleApi, {
    baseUrl: origin,
    transformClient: (client) =>
      client.pipe(
        HttpClient.mapRequest(withSession),
        // A new password begins a new session.
        HttpClient.tap(({ cookies }) =>
          Effect.sync(() => {
            const given = kept(cookies)
            if (given.has("access_token")) session = given
          })
        )
      )
  })
  const encoded = Buffer.from(Redacted.value(password)).toString("base64")
  const signIn = Effect.gen(function* () {
    const payload = { email, password: encoded }
    const answer = yield* api.session.login({ payload })
    if (answer.result === "fail") return yield* new Unauthorized({ message: answer.data })
  })
  yield* Effect.acquireRelease(
    Effect.catch(signIn, (error) => Effect.flatMap(clientRefusal(error, origin), Effect.fail)),
    // The command is done; a session that was not ended has no one who knows it, and ends by itself.
    () => Effect.ignore(api.session.logout({}))
  )
  return { api, origin, password }
})

/** A signed-in client and the server's address. */
export type Console = Effect.Success<ReturnType<typeof openConsole>>
