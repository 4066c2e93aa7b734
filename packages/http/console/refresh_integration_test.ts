import { assert, describe, it } from "@effect/vitest"
import { AccountStore, SessionStore } from "@flowglass/core"
import { Context, Effect } from "effect"
import { TestClock } from "effect/testing"
import { send, TestBrowser } from "../serve/_test_client.ts"
import { isSignedIn, owner, readySite, signIn } from "./_test_accounts.ts"

const at = "http://localhost/console/api"
const refresh = { method: "POST" } as const

describe("refresh", () => {
  it.effect("brings a new session for an old one, once", () =>
    Effect.gen(function* () {
      const { port } = yield* readySite
      const browser = new TestBrowser(port)
      yield* signIn(browser)
      const old = { cookie: `refresh_token=${browser.cookie("refresh_token")}` }
      yield* TestClock.adjust("2 hours")
      assert.isFalse(yield* isSignedIn(browser))
      const renewed = yield* browser.send(`${at}/refresh-token`, refresh)
      assert.deepStrictEqual([renewed.status, renewed.text], [200, '{"result":"success"}'])
      assert.isTrue(yield* isSignedIn(browser))
      const reused = yield* send(port, "/console/api/refresh-token", { ...refresh, headers: old })
      assert.deepStrictEqual([reused.status, reused.json], [401, { result: "fail", message: "Invalid refresh token" }])
      assert.isUndefined(reused.headers["set-cookie"])
      assert.strictEqual(reused.headers["www-authenticate"], 'Bearer realm="api"')
      assert.strictEqual((yield* browser.send(`${at}/refresh-token`, refresh)).status, 200)
    })
  )

  it.effect("fails without a token, with a wrong one, and after thirty days", () =>
    Effect.gen(function* () {
      const { port } = yield* readySite
      const none = yield* send(port, "/console/api/refresh-token", refresh)
      assert.deepStrictEqual([none.status, none.json], [401, { result: "fail", message: "No refresh token provided" }])
      const headers = { cookie: `refresh_token=${"0".repeat(128)}` }
      const unknown = yield* send(port, "/console/api/refresh-token", { ...refresh, headers })
      assert.deepStrictEqual(unknown.json, { result: "fail", message: "Invalid refresh token" })
      const browser = new TestBrowser(port)
      yield* signIn(browser)
      const late = { cookie: `refresh_token=${browser.cookie("refresh_token")}` }
      yield* TestClock.adjust("30 days")
      const expired = yield* send(port, "/console/api/refresh-token", { ...refresh, headers: late })
      assert.deepStrictEqual(expired.json, { result: "fail", message: "Invalid refresh token" })
    })
  )

  it.effect("attack: twenty bring the same token at a time: one wins", () =>
    Effect.gen(function* () {
      const { port } = yield* readySite
      const browser = new TestBrowser(port)
      yield* signIn(browser)
      const headers = { cookie: `refresh_token=${browser.cookie("refresh_token")}` }
      const attempts = Array.from({ length: 20 }, () =>
        send(port, "/console/api/refresh-token", { ...refresh, headers })
      )
      const answers = yield* Effect.all(attempts, { concurrency: "unbounded" })
      assert.lengthOf(
        answers.filter(({ status }) => status === 200),
        1
      )
      assert.lengthOf(
        answers.filter(({ status }) => status === 401),
        19
      )
    })
  )

  it.effect("ends with the sign-out and with a ban", () =>
    Effect.gen(function* () {
      const { port, context } = yield* readySite
      const browser = new TestBrowser(port)
      yield* signIn(browser)
      const ended = { cookie: `refresh_token=${browser.cookie("refresh_token")}` }
      yield* browser.send(`${at}/logout`, { method: "POST" })
      const out = yield* send(port, "/console/api/refresh-token", { ...refresh, headers: ended })
      assert.deepStrictEqual(out.json, { result: "fail", message: "Invalid refresh token" })
      yield* signIn(browser)
      const accounts = Context.get(context, AccountStore)
      const account = yield* accounts.findByEmail(owner.email)
      yield* accounts.change(account?.id ?? "", { status: "banned" })
      const banned = yield* browser.send(`${at}/refresh-token`, refresh)
      assert.deepStrictEqual([banned.status, banned.json], [401, { result: "fail", message: "Account is banned." }])
    })
  )

  it.effect("attack: a stolen database holds no token that could be sent", () =>
    Effect.gen(function* () {
      const { port, context } = yield* readySite
      const browser = new TestBrowser(port)
      yield* signIn(browser)
      const sessions = Context.get(context, SessionStore)
      const token = browser.cookie("refresh_token") ?? ""
      assert.isUndefined(yield* sessions.rotate(token, { tokenHash: "x", expiresAt: 1e15 }, 0))
    })
  )
})
