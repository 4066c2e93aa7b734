import { assert, describe, it } from "@effect/vitest"
import { Effect, Redacted } from "effect"
import { TestClock } from "effect/testing"
import { SignJWT } from "jose"
import { TestBrowser } from "../serve/_test_client.ts"
import { startSite, testSecret } from "../serve/_test_site.ts"
import { isSignedIn, owner, signIn } from "./_test_accounts.ts"

const at = "http://localhost/console/api"
const password = "open sesame"
const gated = startSite({ initPassword: Redacted.make(password) })
const validateFirst = { code: "not_init_validated", status: 401 }

const prove = (browser: TestBrowser, given: unknown = password) =>
  browser.send(`${at}/init`, { method: "POST", body: { password: given } })

const setUpBy = (browser: TestBrowser) => browser.send(`${at}/setup`, { method: "POST", body: owner })

const statusIn = (browser: TestBrowser) => Effect.map(browser.send(`${at}/init`), ({ json }) => json)

/** A cookie of somebody who can sign, with the claims of another token. */
const signed = (claims: { readonly [name: string]: unknown }, key: string) =>
  Effect.promise(() =>
    new SignJWT({ exp: 9_999_999_999, ...claims })
      .setProtectedHeader({ alg: "HS256", typ: "JWT" })
      .sign(new TextEncoder().encode(key))
  )

describe("a password before the set-up", () => {
  it.effect("is asked for everywhere, lets the browser that gives it set the installation up, and is done then", () =>
    Effect.gen(function* () {
      const { port } = yield* gated
      const [ada, eve] = [new TestBrowser(port), new TestBrowser(port)]
      assert.deepStrictEqual(yield* statusIn(ada), { status: "not_started" })
      assert.deepInclude((yield* ada.send(`${at}/account/profile`)).json, validateFirst)
      assert.deepInclude((yield* signIn(ada)).json, validateFirst)
      assert.deepInclude((yield* setUpBy(ada)).json, validateFirst)

      const proven = yield* prove(ada)
      assert.deepStrictEqual([proven.status, proven.text], [201, '{"result":"success"}'])
      const [cookie = ""] = proven.headers["set-cookie"] ?? []
      assert.match(cookie, /^session=[^;]+; Max-Age=3600; Path=\/; HttpOnly; SameSite=Lax$/)
      assert.deepStrictEqual(yield* statusIn(ada), { status: "finished" })
      assert.deepStrictEqual(yield* statusIn(eve), { status: "not_started" })
      assert.deepInclude((yield* setUpBy(eve)).json, validateFirst)
      assert.strictEqual((yield* setUpBy(ada)).status, 201)

      assert.deepStrictEqual(yield* statusIn(eve), { status: "finished" })
      assert.deepInclude((yield* prove(eve)).json, { code: "already_setup", status: 403 })
      assert.deepInclude((yield* setUpBy(eve)).json, { code: "already_setup", status: 403 })
      yield* signIn(eve)
      assert.isTrue(yield* isSignedIn(eve))
    })
  )

  it.effect("is proven for as long as a session lasts, and by nothing but itself", () =>
    Effect.gen(function* () {
      const { port } = yield* gated
      const ada = new TestBrowser(port)
      for (const given of ["", "open", `${password} `, password.toUpperCase(), "__proto__"]) {
        const refused = yield* prove(ada, given)
        assert.deepInclude(refused.json, { code: "init_validate_failed", status: 401 }, given)
        assert.isUndefined(refused.headers["set-cookie"])
      }
      for (const given of ["a".repeat(31), 1, null, [password]]) {
        assert.deepInclude((yield* prove(ada, given)).json, { code: "invalid_param", params: "password" })
      }
      yield* prove(ada)
      yield* TestClock.adjust("61 minutes")
      assert.deepStrictEqual(yield* statusIn(ada), { status: "not_started" })
      assert.deepInclude((yield* setUpBy(ada)).json, validateFirst)
    })
  )

  it.effect("attack: tokens of other kinds and of other keys open nothing", () =>
    Effect.gen(function* () {
      const { port } = yield* gated
      const init = { sub: "Init Password" }
      const access = { user_id: "Init Password", iss: "SELF_HOSTED", sub: "Console API Passport" }
      const tokens = [
        yield* signed(init, "another secret, which somebody made up: long enough"),
        yield* signed(access, testSecret),
        yield* signed({ sub: "somebody" }, testSecret),
        yield* signed({ ...init, exp: 1 }, testSecret),
        "x",
        "..",
        `${Buffer.from('{"alg":"none"}').toString("base64url")}.${Buffer.from(JSON.stringify(init)).toString("base64url")}.`
      ]
      yield* TestClock.adjust("1 hour")
      for (const token of tokens) {
        const headers = { cookie: `session=${token}` }
        const browser = new TestBrowser(port)
        const refused = yield* browser.send(`${at}/setup`, { method: "POST", body: owner, headers })
        assert.deepInclude(refused.json, validateFirst, token)
      }
    })
  )

  it.effect("attack: guesses are so many a minute", () =>
    Effect.gen(function* () {
      const { port } = yield* startSite({ initPassword: Redacted.make(password), signInsPerMinute: 2 })
      const eve = new TestBrowser(port)
      const codes = yield* Effect.forEach(["a", "b", password], (guess) => prove(eve, guess))
      assert.deepStrictEqual(
        codes.map(({ status }) => status),
        [401, 401, 429]
      )
    })
  )

  it.effect("cannot be given where there is none", () =>
    Effect.gen(function* () {
      const { port } = yield* startSite()
      const ada = new TestBrowser(port)
      assert.deepStrictEqual(yield* statusIn(ada), { status: "finished" })
      assert.deepInclude((yield* prove(ada, "")).json, { code: "init_validate_failed", status: 401 })
      assert.strictEqual((yield* setUpBy(ada)).status, 201)
    })
  )
})
