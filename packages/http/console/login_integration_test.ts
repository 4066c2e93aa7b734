import { assert, describe, it } from "@effect/vitest"
import { AccountStore } from "@flowglass/core"
import { Context, Effect } from "effect"
import { TestClock } from "effect/testing"
import { hashPassword } from "../auth/password_hash.ts"
import { send, TestBrowser } from "../serve/_test_client.ts"
import { startSite } from "../serve/_test_site.ts"
import { encoded, isSignedIn, owner, readySite, signIn } from "./_test_accounts.ts"

const at = "http://localhost/console/api"
const wrong = { code: "authentication_failed", message: "Invalid email or password.", status: 401 }
const locked = {
  code: "email_code_login_limit",
  message: "Too many incorrect password attempts. Please try again later.",
  status: 429
}

const login = (port: number, email: string, password: string) =>
  send(port, "/console/api/login", { method: "POST", body: { email, password: encoded(password) } })

describe("login", () => {
  it.effect("signs in, shows the profile, signs out", () =>
    Effect.gen(function* () {
      const { port } = yield* readySite
      const browser = new TestBrowser(port)
      const response = yield* signIn(browser, "http://localhost", { ...owner, email: "ADA@Example.Test" })
      assert.deepStrictEqual([response.status, response.text], [200, '{"result":"success"}'])
      assert.isTrue(yield* isSignedIn(browser))
      const out = yield* browser.send(`${at}/logout`, { method: "POST" })
      assert.deepStrictEqual([out.status, out.text], [200, '{"result":"success"}'])
      assert.isFalse(yield* isSignedIn(browser))
      const again = yield* browser.send(`${at}/logout`, { method: "POST" })
      assert.deepInclude(again.json, { code: "unauthorized", message: "Invalid Authorization token." })
    })
  )

  it.effect("comes after the set-up", () =>
    Effect.gen(function* () {
      const { port } = yield* startSite()
      assert.deepInclude((yield* login(port, owner.email, owner.password)).json, { code: "not_setup", status: 401 })
    })
  )

  it.effect("answers a password that is not base64 as Dify does", () =>
    Effect.gen(function* () {
      const { port } = yield* readySite
      const plain = yield* send(port, "/console/api/login", {
        method: "POST",
        body: { email: owner.email, password: "abcde" }
      })
      assert.deepStrictEqual(plain.json, {
        code: "authentication_failed",
        message: "Invalid encrypted data",
        status: 401
      })
      assert.deepInclude((yield* login(port, "no address", "x")).json, { code: "invalid_param", status: 400 })
    })
  )

  it.effect("locks an address after six wrong passwords, until the lockout ends", () =>
    Effect.gen(function* () {
      const { port } = yield* readySite
      for (let attempt = 1; attempt <= 6; attempt++) {
        const email = attempt % 2 === 0 ? owner.email : owner.email.toUpperCase()
        assert.deepStrictEqual((yield* login(port, email, `wrong ${attempt}`)).json, wrong)
      }
      const refused = yield* login(port, owner.email, "wrong 7")
      assert.deepStrictEqual([refused.json, refused.headers["retry-after"]], [locked, "86400"])
      yield* TestClock.adjust("23 hours")
      const late = yield* login(port, owner.email, owner.password)
      assert.deepStrictEqual([late.json, late.headers["retry-after"]], [locked, "3600"])
      assert.deepStrictEqual((yield* login(port, "grace@example.test", "x")).json, wrong)
      yield* TestClock.adjust("3599 seconds")
      assert.strictEqual((yield* login(port, owner.email, owner.password)).headers["retry-after"], "1")
      yield* TestClock.adjust("1 second")
      assert.strictEqual((yield* login(port, owner.email, owner.password)).status, 200)
    })
  )

  it.effect("forgets wrong passwords after the right one", () =>
    Effect.gen(function* () {
      const { port } = yield* readySite
      for (let round = 0; round < 3; round++) {
        for (let attempt = 0; attempt < 5; attempt++) yield* login(port, owner.email, "wrong 1")
        assert.strictEqual((yield* login(port, owner.email, owner.password)).status, 200)
      }
    })
  )

  it.effect("attack: guessing which addresses have accounts: the unknown one is counted and answered alike", () =>
    Effect.gen(function* () {
      const { port } = yield* readySite
      for (let attempt = 1; attempt <= 8; attempt++) {
        const known = yield* login(port, owner.email, "wrong 1")
        const unknown = yield* login(port, "nobody@example.test", "wrong 1")
        assert.strictEqual(unknown.text, known.text)
        assert.deepStrictEqual(known.json, attempt <= 6 ? wrong : locked)
      }
    })
  )

  it.effect("attack: many guesses at a time are not more than six", () =>
    Effect.gen(function* () {
      const { port } = yield* readySite
      const guesses = Array.from({ length: 20 }, (_, guess) => login(port, owner.email, `guess ${guess}`))
      const answers = yield* Effect.all(guesses, { concurrency: "unbounded" })
      assert.lengthOf(
        answers.filter(({ status }) => status === 401),
        6
      )
      assert.lengthOf(
        answers.filter(({ status }) => status === 429),
        14
      )
    })
  )

  it.effect("attack: a banned account is told only who knows the password", () =>
    Effect.gen(function* () {
      const { port, context } = yield* readySite
      const accounts = Context.get(context, AccountStore)
      const account = yield* accounts.findByEmail(owner.email)
      yield* accounts.change(account?.id ?? "", { status: "banned" })
      assert.deepStrictEqual((yield* login(port, owner.email, "wrong 1")).json, wrong)
      const banned = yield* login(port, owner.email, owner.password)
      assert.deepStrictEqual(banned.json, { code: "account_banned", message: "Account is banned.", status: 400 })
      yield* accounts.change(account?.id ?? "", { status: "closed" })
      assert.deepStrictEqual((yield* login(port, owner.email, owner.password)).json, wrong)
    })
  )

  it.effect("makes a weak hash anew", () =>
    Effect.gen(function* () {
      const { port, context } = yield* readySite
      const accounts = Context.get(context, AccountStore)
      const passwordHash = yield* hashPassword(owner.password, { memory: 64, passes: 1, parallelism: 1 })
      const account = yield* accounts.findByEmail(owner.email)
      yield* accounts.change(account?.id ?? "", { passwordHash })
      yield* login(port, owner.email, "wrong 1")
      assert.strictEqual((yield* accounts.findByEmail(owner.email))?.passwordHash, passwordHash)
      assert.strictEqual((yield* login(port, owner.email, owner.password)).status, 200)
      assert.match(
        (yield* accounts.findByEmail(owner.email))?.passwordHash ?? "",
        /^\$argon2id\$v=19\$m=19456,t=2,p=1\$/
      )
      assert.strictEqual((yield* login(port, owner.email, owner.password)).status, 200)
    })
  )

  it.effect("attack: session fixation: tokens that were there before are not the ones of the new session", () =>
    Effect.gen(function* () {
      const { port } = yield* readySite
      const planted = { access_token: "a".repeat(40), refresh_token: "b".repeat(128), csrf_token: "c".repeat(40) }
      const cookie = Object.entries(planted)
        .map(([name, value]) => `${name}=${value}`)
        .join("; ")
      const body = { email: owner.email, password: encoded(owner.password) }
      const response = yield* send(port, "/console/api/login", { method: "POST", body, headers: { cookie } })
      const lines = response.headers["set-cookie"]?.join("\n") ?? ""
      for (const [name, value] of Object.entries(planted)) {
        assert.include(lines, `${name}=`)
        assert.notInclude(lines, value)
      }
      const renewed = yield* send(port, "/console/api/refresh-token", { method: "POST", headers: { cookie } })
      assert.deepStrictEqual(renewed.json, { result: "fail", message: "Invalid refresh token" })
    })
  )

  it.effect("attack: SQL, prototypes and other names in the body are data", () =>
    Effect.gen(function* () {
      const { port } = yield* readySite
      const bodies = [
        `{"__proto__":{"email":"${owner.email}","password":"${encoded(owner.password)}"}}`,
        `{"constructor":{"prototype":{"email":"x"}},"email":"x"}`,
        `{"email":{"$ne":null},"password":{"$ne":null}}`,
        `["email","password"]`,
        "null",
        "true",
        "1e999"
      ]
      for (const body of bodies) {
        const headers = { "content-type": "application/json" }
        const response = yield* send(port, "/console/api/login", { method: "POST", body, headers })
        assert.deepInclude(response.json, { code: "invalid_param", status: 400 }, body)
      }
      const polluted = `{"__proto__":{"status":"x"},"email":"${owner.email}","password":"${encoded(owner.password)}"}`
      const fine = yield* send(port, "/console/api/login", {
        method: "POST",
        body: polluted,
        headers: { "content-type": "application/json" }
      })
      assert.strictEqual(fine.status, 200)
      for (const email of ["'@b.cd", "x'or'1'='1@b.cd", "a%@example.test", "_da@example.test"]) {
        assert.deepStrictEqual((yield* login(port, email, "' OR 1=1 --")).json, wrong)
      }
      assert.deepInclude((yield* login(port, "a\u0000@example.test", "x")).json, { code: "invalid_param" })
    })
  )
})
