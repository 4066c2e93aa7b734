import { assert, describe, it } from "@effect/vitest"
import { Effect } from "effect"
import { HttpApi } from "effect/http-api"
import { startServer } from "../_test_server.ts"
import { SignedIn } from "../auth/signed_in.ts"
import { send, TestBrowser, type TestResponse } from "../serve/_test_client.ts"
import { setUp, signIn } from "./_test_accounts.ts"
import { ConsoleApi } from "./console_api.ts"

interface Route {
  readonly name: string
  readonly method: string
  /** With an id of nothing in place of each parameter. */
  readonly path: string
  readonly isGuarded: boolean
}

const routes: Array<Route> = []
HttpApi.reflect(ConsoleApi, {
  onGroup: () => {},
  onEndpoint: ({ endpoint: { identifier, method, path }, middleware }) => {
    const address = path.replaceAll(/:\w+/g, "0195f3c2-0000-7000-8000-000000000000")
    const isGuarded = [...middleware].some((service) => service.key === SignedIn.key)
    routes.push({ name: identifier, method, path: address, isGuarded })
  }
})
const guarded = routes.filter(({ isGuarded }) => isGuarded)

const refused = (route: Route, { status, json }: TestResponse, message: string): void => {
  assert.deepStrictEqual(
    [status, json],
    [401, { code: "unauthorized", message, status: 401 }],
    `${route.method} ${route.path}`
  )
}

describe("every route of the console API", () => {
  it("is guarded, but for what comes before a session", () => {
    const open = routes.filter(({ isGuarded }) => !isGuarded).map(({ name }) => name)
    assert.deepStrictEqual(open.toSorted(), [
      "dslVersion",
      "initStatus",
      "login",
      "ping",
      "proveInit",
      "refreshToken",
      "setUp",
      "setupStatus",
      "systemFeatures",
      "version"
    ])
    assert.isTrue(guarded.some(({ path }) => path.includes("/workflows/draft")))
  })

  it.live("attack: no session: 401 before anything else is looked at", () =>
    Effect.gen(function* () {
      const { port } = yield* startServer()
      for (const { method, path } of guarded) {
        const { json } = yield* send(port, path, { method })
        assert.deepInclude(json, { code: "not_setup", status: 401 }, `${method} ${path}`)
      }
      yield* setUp(port)
      for (const route of guarded) {
        const { method, path } = route
        refused(route, yield* send(port, path, { method, body: "{" }), "Invalid Authorization token.")
        const headers = { authorization: "Bearer app-ABCDEFGHIJKLMNOPQRSTUVWX" }
        refused(route, yield* send(port, path, { method, headers }), "Invalid token.")
      }
    })
  )

  it.live("attack: another page's request: whatever changes something needs the CSRF token, drafts too", () =>
    Effect.gen(function* () {
      const { port } = yield* startServer()
      yield* setUp(port)
      const browser = new TestBrowser(port)
      yield* signIn(browser)
      for (const route of guarded) {
        const request = { method: route.method, headers: { "x-csrf-token": "" } }
        const response = yield* browser.send(`http://localhost${route.path}`, request)
        if (route.method !== "GET") refused(route, response, "CSRF token is missing or invalid.")
        else assert.notStrictEqual(response.status, 401, route.path)
      }
    })
  )

  it.live("attack: an address that ends, or says somewhere, what an open one does is guarded all the same", () =>
    Effect.gen(function* () {
      const { port } = yield* startServer()
      yield* setUp(port)
      const endings = [
        "/",
        "/ping",
        "/setup",
        "/login",
        ";/ping",
        ".json",
        "?path=/console/api/ping",
        "#/ping",
        "%2fping"
      ]
      const open = routes.filter((route) => !route.isGuarded).map(({ path }) => path)
      for (const { method, path } of guarded) {
        for (const ending of endings) {
          const { status, text } = yield* send(port, `${path}${ending}`, { method })
          assert.include([401, 404, 405], status, `${method} ${path}${ending}: ${text}`)
        }
        for (const place of [`${open[0]}/..${path.replace("/console/api", "")}`, `/console/api/ping/../..${path}`]) {
          const { status, text } = yield* send(port, place, { method })
          assert.include([401, 404, 405], status, `${method} ${place}: ${text}`)
        }
      }
    })
  )
})
