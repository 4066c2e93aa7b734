import { assert, describe, it } from "@effect/vitest"
import { AccountStore, SessionStore, TenantStore } from "@flowglass/core"
import { Context, Effect } from "effect"
import { TestClock } from "effect/testing"
import { owner, setUp, signIn } from "../console/_test_accounts.ts"
import { send, TestBrowser, type TestResponse } from "../serve/_test_client.ts"
import { startSite } from "../serve/_test_site.ts"

const at = "http://localhost/console/api"
const profile = "/console/api/account/profile"
const rename = { method: "POST", body: { name: "Eve" } } as const

const refused = (response: TestResponse, message: string): void => {
  assert.deepStrictEqual(response.json, { code: "unauthorized", message, status: 401 })
  assert.strictEqual(response.headers["www-authenticate"], 'Bearer realm="api"')
}

/** A site with its owner, signed in. */
const signedInSite = Effect.gen(function* () {
  const site = yield* startSite()
  yield* setUp(site.port)
  const browser = new TestBrowser(site.port)
  yield* signIn(browser)
  return { ...site, browser }
})

/** Another account with a workspace of its own. */
const addEve = Effect.fnUntraced(function* (context: Context.Context<AccountStore | TenantStore>) {
  const accounts = Context.get(context, AccountStore)
  const ada = yield* accounts.findByEmail(owner.email)
  const eve = yield* accounts.create({ email: "eve@example.test", name: "Eve", passwordHash: ada?.passwordHash ?? "" })
  yield* Context.get(context, TenantStore).create("Eve's Workspace", eve.id)
  return eve
})

describe("the guard of the console API", () => {
  it.effect("asks for the set-up first, then for the session, then for the CSRF token", () =>
    Effect.gen(function* () {
      const { port } = yield* startSite()
      const before = yield* send(port, profile)
      assert.deepInclude(before.json, { code: "not_setup", status: 401 })
      yield* setUp(port)
      refused(yield* send(port, profile), "Invalid Authorization token.")
      refused(
        yield* send(port, "/console/api/account/name", { method: "POST", body: "{" }),
        "Invalid Authorization token."
      )
      const browser = new TestBrowser(port)
      yield* signIn(browser)
      const broken = { method: "POST", headers: { "x-csrf-token": "" }, body: "{" }
      refused(yield* browser.send(`${at}/account/name`, broken), "CSRF token is missing or invalid.")
      const typed = { method: "POST", headers: { "content-type": "application/json" }, body: "{" }
      assert.deepInclude((yield* browser.send(`${at}/account/name`, typed)).json, { code: "invalid_param" })
    })
  )

  it.effect("takes the access token as a bearer too, but a change needs the CSRF cookie and header", () =>
    Effect.gen(function* () {
      const { port, browser } = yield* signedInSite
      const authorization = `bearer ${browser.cookie("access_token")}`
      const csrf = browser.cookie("csrf_token") ?? ""
      assert.strictEqual((yield* send(port, profile, { headers: { authorization } })).status, 200)
      const path = "/console/api/account/name"
      const missing = "CSRF token is missing or invalid."
      refused(yield* send(port, path, { ...rename, headers: { authorization } }), missing)
      refused(yield* send(port, path, { ...rename, headers: { authorization, "x-csrf-token": csrf } }), missing)
      refused(yield* send(port, path, { ...rename, headers: { authorization, cookie: `csrf_token=${csrf}` } }), missing)
      const both = { authorization, cookie: `csrf_token=${csrf}`, "x-csrf-token": csrf }
      assert.strictEqual((yield* send(port, path, { ...rename, headers: both })).status, 200)
    })
  )

  it.effect("answers a bad cookie and a bad bearer the same, with Dify's texts", () =>
    Effect.gen(function* () {
      const { port, browser } = yield* signedInSite
      const token = browser.cookie("access_token") ?? ""
      yield* TestClock.adjust("1 hour")
      const cases = [
        ["nonsense", "Invalid token."],
        [`${token.slice(0, -3)}AAA`, "Invalid token signature."],
        [browser.cookie("csrf_token") ?? "", "Invalid token."],
        [token, "Token has expired."]
      ] as const
      for (const [value, message] of cases) {
        const cookie = yield* send(port, profile, { headers: { cookie: `access_token=${value}` } })
        const bearer = yield* send(port, profile, { headers: { authorization: `Bearer ${value}` } })
        refused(cookie, message)
        assert.strictEqual(bearer.text, cookie.text)
      }
      for (const authorization of ["", "Bearer", "Bearer ", "Basic YTpi", "Bearer a b", token]) {
        refused(yield* send(port, profile, { headers: { authorization } }), "Invalid Authorization token.")
      }
    })
  )

  it.effect("attack: the CSRF token of another account, of an older hour, or none", () =>
    Effect.gen(function* () {
      const { port, context, browser } = yield* signedInSite
      yield* addEve(context)
      const eve = new TestBrowser(port)
      yield* signIn(eve, "http://localhost", { email: "eve@example.test", password: owner.password })
      const theirs = eve.cookie("csrf_token") ?? ""
      const own = browser.cookie("csrf_token") ?? ""
      const session = `access_token=${browser.cookie("access_token")}`
      const path = "/console/api/account/name"
      const attempts = [
        { cookie: `${session}; csrf_token=${theirs}`, "x-csrf-token": theirs },
        { cookie: `${session}; csrf_token=${own}`, "x-csrf-token": theirs },
        { cookie: `${session}; csrf_token=${own}`, "x-csrf-token": `${own} x` },
        { cookie: `${session}; csrf_token=${own}`, "x-csrf-token": browser.cookie("access_token") ?? "" },
        { cookie: `${session}; csrf_token=`, "x-csrf-token": "" },
        { cookie: session, "x-csrf-token": own },
        { cookie: `${session}; csrf_token=${own}` }
      ]
      for (const headers of attempts) {
        refused(yield* send(port, path, { ...rename, headers }), "CSRF token is missing or invalid.")
      }
      const right = { cookie: `${session}; csrf_token=${own}`, "x-csrf-token": own }
      assert.strictEqual((yield* send(port, path, { ...rename, headers: right })).status, 200)
      yield* TestClock.adjust("59 minutes")
      yield* signIn(browser)
      yield* TestClock.adjust("1 minute")
      const fresh = `access_token=${browser.cookie("access_token")}`
      const stale = { cookie: `${fresh}; csrf_token=${own}`, "x-csrf-token": own }
      refused(yield* send(port, path, { ...rename, headers: stale }), "CSRF token is missing or invalid.")
    })
  )

  it.effect("follows the account: banned, not complete, without a workspace, gone", () =>
    Effect.gen(function* () {
      const { port, context, browser } = yield* signedInSite
      const accounts = Context.get(context, AccountStore)
      const ada = yield* accounts.findByEmail(owner.email)
      const id = ada?.id ?? ""
      yield* accounts.change(id, { status: "banned" })
      refused(yield* browser.send(`${at}/account/profile`), "Account is banned.")
      yield* accounts.change(id, { status: "closed" })
      refused(yield* browser.send(`${at}/account/profile`), "Unauthorized.")
      yield* accounts.change(id, { status: "uninitialized" })
      const incomplete = yield* browser.send(`${at}/account/profile`)
      assert.deepInclude(incomplete.json, { code: "account_not_initialized", status: 400 })
      yield* accounts.change(id, { status: "active" })
      assert.strictEqual((yield* browser.send(`${at}/account/profile`)).status, 200)
      const homeless = yield* accounts.create({
        email: "h@example.test",
        name: "H",
        passwordHash: ada?.passwordHash ?? ""
      })
      const sessions = Context.get(context, SessionStore)
      yield* sessions.open({ tokenHash: "x", accountId: homeless.id, expiresAt: 1e15 })
      const login = yield* signIn(new TestBrowser(port), "http://localhost", {
        email: "h@example.test",
        password: owner.password
      })
      assert.deepInclude(login.json, { result: "fail" })
      assert.isUndefined(login.headers["set-cookie"])
    })
  )

  it.effect("weakness: broken cookies are no reason to fail", () =>
    Effect.gen(function* () {
      const { port } = yield* signedInSite
      const cookies = [
        "",
        ";",
        "=",
        "=;=",
        "access_token",
        "access_token=",
        "access_token=%",
        'access_token="',
        "a=b; access_token=%E0%A4%A",
        "__proto__=x; access_token=y",
        "constructor=1",
        ";".repeat(4000)
      ]
      for (const cookie of cookies) {
        const response = yield* send(port, profile, { headers: { cookie } })
        assert.strictEqual(response.status, 401, cookie)
        assert.deepInclude(response.json, { code: "unauthorized" }, cookie)
      }
    })
  )
})
