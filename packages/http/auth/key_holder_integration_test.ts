import { assert, describe, it } from "@effect/vitest"
import { AccountStore, AppKeyStore, AppStore, TenantStore } from "@flowglass/core"
import { Context, Effect } from "effect"
import { owner, setUp, signIn } from "../console/_test_accounts.ts"
import { send, TestBrowser } from "../serve/_test_client.ts"
import { startSite } from "../serve/_test_site.ts"

const token = "app-ABCDEFGHIJKLMNOPQRSTUVWX"

const keyedSite = Effect.gen(function* () {
  const { port, context } = yield* startSite()
  yield* setUp(port)
  const account = yield* Context.get(context, AccountStore).findByEmail(owner.email)
  const membership = yield* Context.get(context, TenantStore).current(account?.id ?? "")
  const tenantId = membership?.tenant.id ?? ""
  const apps = Context.get(context, AppStore)
  const app = yield* apps.create({ tenantId, name: "Weather", mode: "workflow", createdBy: account?.id ?? null })
  yield* apps.change(tenantId, app.id, { enableApi: true, updatedBy: null })
  yield* Context.get(context, AppKeyStore).create({ tenantId, appId: app.id }, token)
  const ask = (authorization: string | undefined) =>
    send(port, "/v1/name", authorization === undefined ? {} : { headers: { authorization } })
  return { port, apps, tenantId, app, ask }
})

describe("the guard of the service API", () => {
  it.effect("lets the key of an app through, whatever the case of Bearer", () =>
    Effect.gen(function* () {
      const { ask } = yield* keyedSite
      for (const scheme of ["Bearer", "bearer", "BEARER"]) {
        assert.deepStrictEqual((yield* ask(`${scheme} ${token}`)).json, { name: "Weather" })
      }
    })
  )

  it.effect("refuses with Dify's texts", () =>
    Effect.gen(function* () {
      const { ask } = yield* keyedSite
      const missing = "Authorization header must be provided and start with 'Bearer'"
      const cases = [
        [undefined, missing],
        ["", missing],
        [token, missing],
        ["Bearer", missing],
        [`Basic ${token}`, "Authorization scheme must be 'Bearer'"],
        [`Bearer ${token.toLowerCase()}`, "Access token is invalid"],
        [`Bearer ${token}x`, "Access token is invalid"],
        [`Bearer x ${token}`, "Access token is invalid"],
        ["Bearer ' OR '1'='1", "Access token is invalid"],
        ["Bearer __proto__", "Access token is invalid"]
      ] as const
      for (const [authorization, message] of cases) {
        const { status, json, headers } = yield* ask(authorization)
        assert.deepStrictEqual([status, json], [401, { code: "unauthorized", message, status: 401 }], authorization)
        assert.strictEqual(headers["www-authenticate"], 'Bearer realm="api"')
      }
    })
  )

  it.effect("refuses for an app that is switched off or gone", () =>
    Effect.gen(function* () {
      const { apps, tenantId, app, ask } = yield* keyedSite
      yield* apps.change(tenantId, app.id, { enableApi: false, updatedBy: null })
      const off = { code: "forbidden", message: "The app's API service has been disabled.", status: 403 }
      assert.deepStrictEqual((yield* ask(`Bearer ${token}`)).json, off)
      yield* apps.remove(tenantId, app.id)
      assert.deepInclude((yield* ask(`Bearer ${token}`)).json, {
        code: "unauthorized",
        message: "Access token is invalid"
      })
    })
  )

  it.effect("attack: a session of the console is no key, and a key is no session", () =>
    Effect.gen(function* () {
      const { port, ask } = yield* keyedSite
      const browser = new TestBrowser(port)
      yield* signIn(browser)
      assert.strictEqual((yield* browser.send("http://localhost/v1/name")).status, 401)
      assert.strictEqual((yield* ask(`Bearer ${browser.cookie("access_token")}`)).status, 401)
      const headers = { authorization: `Bearer ${token}` }
      assert.strictEqual((yield* send(port, "/console/api/account/profile", { headers })).status, 401)
    })
  )
})
