import { assert, describe, it } from "@effect/vitest"
import { Effect } from "effect"
import { TestClock } from "effect/testing"
import { encoded, owner, setUp } from "../console/_test_accounts.ts"
import { send } from "../serve/_test_client.ts"
import { startSite } from "../serve/_test_site.ts"

const attempt = (port: number, email: string, headers: Readonly<Record<string, string>> = {}) => {
  const body = { email, password: encoded("wrong horse 1") }
  return send(port, "/console/api/login", { method: "POST", body, headers })
}

const refused = {
  code: "too_many_requests",
  message: "There were too many attempts from this address.",
  status: 429
}

describe("signing in", () => {
  it.effect("attack: one address tries many accounts: so many a minute, and then as many as time allows", () =>
    Effect.gen(function* () {
      const { port } = yield* startSite({ signInsPerMinute: 3 })
      yield* TestClock.adjust("1 hour")
      yield* setUp(port)
      for (const email of ["a@b.cd", "b@b.cd"]) assert.strictEqual((yield* attempt(port, email)).status, 401)
      const third = yield* attempt(port, "c@b.cd")
      assert.deepStrictEqual([third.status, third.json], [429, refused])
      assert.strictEqual(third.headers["retry-after"], "20")
      yield* TestClock.adjust("19 seconds")
      assert.strictEqual((yield* attempt(port, "c@b.cd")).headers["retry-after"], "1")
      yield* TestClock.adjust("1 second")
      assert.strictEqual((yield* attempt(port, "c@b.cd")).status, 401)
      assert.strictEqual((yield* attempt(port, "d@b.cd")).status, 429)
      // The owner is refused like everybody else, and is in again as soon as time allows.
      yield* TestClock.adjust("20 seconds")
      const body = { email: owner.email, password: encoded(owner.password) }
      assert.strictEqual((yield* send(port, "/console/api/login", { method: "POST", body })).status, 200)
    })
  )

  it.effect("attack: X-Forwarded-For makes no new address unless the operator has a proxy", () =>
    Effect.gen(function* () {
      const open = yield* startSite({ signInsPerMinute: 2 })
      yield* setUp(open.port)
      const headers = (address: string) => ({ "x-forwarded-for": address })
      assert.strictEqual((yield* attempt(open.port, "a@b.cd", headers("1.1.1.1"))).status, 401)
      assert.strictEqual((yield* attempt(open.port, "a@b.cd", headers("1.1.1.2"))).status, 429)
      const proxied = yield* startSite({ signInsPerMinute: 2, trustedProxies: 1 })
      yield* setUp(proxied.port)
      for (const address of ["1.1.1.1", "1.1.1.2"]) {
        assert.strictEqual((yield* attempt(proxied.port, "a@b.cd", headers(address))).status, 401)
        assert.strictEqual((yield* attempt(proxied.port, "a@b.cd", headers(`9.9.9.9, ${address}`))).status, 401)
        assert.strictEqual((yield* attempt(proxied.port, "a@b.cd", headers(`8.8.8.8, ${address}`))).status, 429)
      }
    })
  )

  it.live("attack: a hundred at a time: those who find no place are told so at once, nothing breaks", () =>
    Effect.gen(function* () {
      const { port } = yield* startSite({ signInsPerMinute: 10_000 })
      yield* setUp(port)
      const started = performance.now()
      const answers = yield* Effect.forEach(
        Array.from({ length: 100 }),
        (_, index) =>
          Effect.map(attempt(port, `user-${index}@b.cd`), ({ status, headers }) => ({
            status,
            after: performance.now() - started,
            wait: headers["retry-after"]
          })),
        { concurrency: "unbounded" }
      )
      const tried = answers.filter(({ status }) => status === 401)
      const turnedAway = answers.filter(({ status }) => status === 429)
      assert.strictEqual(tried.length + turnedAway.length, 100)
      assert.isAtLeast(tried.length, 64)
      assert.isAbove(turnedAway.length, 0)
      assert.deepStrictEqual([...new Set(turnedAway.map(({ wait }) => wait))], ["1"])
      assert.strictEqual((yield* attempt(port, "later@b.cd")).status, 401)
    })
  )
})
