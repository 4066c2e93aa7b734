import { assert, describe, it } from "@effect/vitest"
import { Effect } from "effect"
import { TestClock } from "effect/testing"
import { TestBrowser } from "../serve/_test_client.ts"
import { startSite } from "../serve/_test_site.ts"
import { isSignedIn, owner, setUp, signIn } from "./_test_accounts.ts"

const at = "http://localhost/console/api"
const now = Date.UTC(2026, 6, 1)

const signedInSite = Effect.gen(function* () {
  yield* TestClock.setTime(now)
  const { port } = yield* startSite()
  yield* setUp(port)
  const browser = new TestBrowser(port)
  yield* signIn(browser)
  const post = (path: string, body: unknown) => browser.send(`${at}${path}`, { method: "POST", body })
  return { port, browser, post }
})

describe("account", () => {
  it.effect("shows its profile", () =>
    Effect.gen(function* () {
      const { browser } = yield* signedInSite
      const { status, json } = yield* browser.send(`${at}/account/profile`)
      assert.strictEqual(status, 200)
      const id = typeof json === "object" && json !== null && "id" in json ? json.id : undefined
      assert.match(String(id), /^[0-9a-f-]{36}$/)
      assert.deepStrictEqual<unknown>(json, {
        id,
        name: "Ada",
        avatar: null,
        avatar_url: null,
        email: owner.email,
        is_password_set: true,
        interface_language: "en-US",
        interface_theme: "light",
        timezone: "UTC",
        last_login_at: now / 1000,
        last_login_ip: "127.0.0.1",
        created_at: now / 1000
      })
      const features = yield* browser.send(`${at}/features`)
      assert.deepInclude(features.json, { docs_processing: "standard", knowledge_rate_limit: 10 })
    })
  )

  it.effect("changes name, language, theme and time zone, within their rules", () =>
    Effect.gen(function* () {
      const { browser, post } = yield* signedInSite
      const changes = [
        ["/account/name", { name: "Ada L." }, { name: "Ada L." }],
        ["/account/interface-language", { interface_language: "zh-Hans" }, { interface_language: "zh-Hans" }],
        ["/account/interface-theme", { interface_theme: "dark" }, { interface_theme: "dark" }],
        ["/account/timezone", { timezone: "Europe/Berlin" }, { timezone: "Europe/Berlin" }]
      ] as const
      for (const [path, body, shown] of changes) {
        const response = yield* post(path, body)
        assert.strictEqual(response.status, 200, response.text)
        assert.deepInclude(response.json, shown)
      }
      const wrong = [
        ["/account/name", { name: "Al" }],
        ["/account/name", { name: "a".repeat(31) }],
        ["/account/name", { name: "nul\u0000nul" }],
        ["/account/interface-language", { interface_language: "<script>" }],
        ["/account/interface-theme", { interface_theme: "pink" }],
        ["/account/timezone", { timezone: "Europe/Atlantis" }],
        ["/account/timezone", { timezone: "../../etc/passwd" }]
      ] as const
      for (const [path, body] of wrong)
        assert.deepInclude((yield* post(path, body)).json, { code: "invalid_param" }, path)
      const hostile = {
        name: "'); DROP TABLE--",
        id: "other",
        email: "eve@example.test",
        __proto__: null,
        status: "banned"
      }
      assert.deepInclude((yield* post("/account/name", hostile)).json, { name: hostile.name, email: owner.email })
      assert.deepInclude((yield* browser.send(`${at}/account/profile`)).json, {
        name: hostile.name,
        interface_language: "zh-Hans",
        interface_theme: "dark",
        timezone: "Europe/Berlin"
      })
    })
  )

  it.effect("changes its password, and signs out everywhere else", () =>
    Effect.gen(function* () {
      const { port, browser, post } = yield* signedInSite
      const elsewhere = new TestBrowser(port)
      yield* signIn(elsewhere)
      const next = "another horse 2"
      const change = (password: string | null, one: string, two = one) =>
        post("/account/password", { password, new_password: one, repeat_new_password: two })
      const differ = yield* change(owner.password, next, "another horse 3")
      assert.deepStrictEqual(differ.json, {
        code: "repeat_password_not_match",
        message: "New password and repeat password does not match.",
        status: 400
      })
      assert.deepInclude((yield* change(owner.password, "short")).json, { code: "invalid_param" })
      for (const wrong of ["wrong 1", null]) {
        const { json } = yield* change(wrong, next)
        assert.deepStrictEqual(json, {
          code: "current_password_incorrect",
          message: "Current password is incorrect.",
          status: 400
        })
      }
      const done = yield* change(owner.password, next)
      assert.deepInclude(done.json, { email: owner.email, is_password_set: true })
      assert.isTrue(yield* isSignedIn(browser))
      assert.strictEqual((yield* browser.send(`${at}/refresh-token`, { method: "POST" })).status, 200)
      assert.strictEqual((yield* elsewhere.send(`${at}/refresh-token`, { method: "POST" })).status, 401)
      assert.strictEqual((yield* signIn(new TestBrowser(port))).status, 401)
      assert.strictEqual(
        (yield* signIn(new TestBrowser(port), "http://localhost", { ...owner, password: next })).status,
        200
      )
    })
  )

  it.effect("attack: a stolen session cannot guess the password", () =>
    Effect.gen(function* () {
      const { post } = yield* signedInSite
      const guess = (password: string) =>
        post("/account/password", { password, new_password: "another horse 2", repeat_new_password: "another horse 2" })
      for (let attempt = 0; attempt < 6; attempt++) {
        assert.deepInclude((yield* guess(`guess ${attempt}`)).json, { code: "current_password_incorrect" })
      }
      yield* TestClock.adjust("10 minutes")
      const { json, headers } = yield* guess(owner.password)
      assert.deepInclude(json, { code: "email_code_login_limit", status: 429 })
      assert.strictEqual(headers["retry-after"], String(24 * 3600 - 600))
    })
  )
})
