import { assert, describe, it } from "@effect/vitest"
import { Effect } from "effect"
import { isSignedIn, setUp, signIn } from "../console/_test_accounts.ts"
import { TestBrowser } from "../serve/_test_client.ts"
import { startSite } from "../serve/_test_site.ts"

const https = { consoleWebUrl: "https://console.example.test", consoleApiUrl: "https://api.example.test" }

/** `Set-Cookie` lines with their values taken out. */
const shapes = (lines: ReadonlyArray<string> | undefined): ReadonlyArray<string> =>
  (lines ?? []).map((line) => line.replace(/=[^;]*/, "=V").replace(/Expires=[^;]*1970[^;]*/, "Expires=epoch"))

describe("session cookies", () => {
  it.effect("have Dify's names and attributes", () =>
    Effect.gen(function* () {
      const { port } = yield* startSite()
      yield* setUp(port)
      const browser = new TestBrowser(port)
      const { headers, text } = yield* signIn(browser)
      assert.deepStrictEqual(shapes(headers["set-cookie"]), [
        "access_token=V; Max-Age=3600; Path=/; HttpOnly; SameSite=Lax",
        "refresh_token=V; Max-Age=2592000; Path=/; HttpOnly; SameSite=Lax",
        "csrf_token=V; Max-Age=3600; Path=/; SameSite=Lax"
      ])
      assert.strictEqual(text, '{"result":"success"}')
      assert.match(browser.cookie("refresh_token") ?? "", /^[0-9a-f]{128}$/)
      const out = yield* browser.send("http://localhost/console/api/logout", { method: "POST" })
      assert.deepStrictEqual(shapes(out.headers["set-cookie"]), [
        "access_token=V; Path=/; Expires=epoch; HttpOnly; SameSite=Lax",
        "refresh_token=V; Path=/; Expires=epoch; HttpOnly; SameSite=Lax",
        "csrf_token=V; Path=/; Expires=epoch; SameSite=Lax"
      ])
      assert.lengthOf(browser.jar, 0)
    })
  )

  it.effect("with COOKIE_DOMAIN are for every host below it and for no other", () =>
    Effect.gen(function* () {
      const { port } = yield* startSite({ cookieDomain: " .example.test " })
      yield* setUp(port)
      const browser = new TestBrowser(port)
      yield* signIn(browser, "http://api.example.test")
      assert.isTrue(yield* isSignedIn(browser, "http://api.example.test"))
      assert.isTrue(yield* isSignedIn(browser, "http://console.example.test"))
      assert.isFalse(yield* isSignedIn(browser, "http://other.test"))
      assert.isFalse(yield* isSignedIn(browser, "http://notexample.test"))
      const out = yield* browser.send("http://console.example.test/console/api/logout", { method: "POST" })
      assert.isTrue(out.headers["set-cookie"]?.every((line) => line.includes("; Domain=example.test;")))
      assert.isFalse(yield* isSignedIn(browser, "http://api.example.test"))
    })
  )

  it.effect("without COOKIE_DOMAIN are for one host", () =>
    Effect.gen(function* () {
      const { port } = yield* startSite()
      yield* setUp(port)
      const browser = new TestBrowser(port)
      yield* signIn(browser, "http://api.example.test")
      assert.isTrue(yield* isSignedIn(browser, "http://api.example.test"))
      assert.isFalse(yield* isSignedIn(browser, "http://console.example.test"))
      assert.isFalse(yield* isSignedIn(browser, "http://sub.api.example.test"))
    })
  )

  it.effect("are Secure and __Host- on https without a domain", () =>
    Effect.gen(function* () {
      const { port } = yield* startSite(https)
      yield* setUp(port)
      const browser = new TestBrowser(port)
      const { headers } = yield* signIn(browser, "https://api.example.test")
      assert.deepStrictEqual(shapes(headers["set-cookie"]), [
        "__Host-access_token=V; Max-Age=3600; Path=/; HttpOnly; Secure; SameSite=Lax",
        "__Host-refresh_token=V; Max-Age=2592000; Path=/; HttpOnly; Secure; SameSite=Lax",
        "__Host-csrf_token=V; Max-Age=3600; Path=/; Secure; SameSite=Lax"
      ])
      assert.isTrue(yield* isSignedIn(browser, "https://api.example.test"))
      assert.isFalse(yield* isSignedIn(browser, "http://api.example.test"))
      const name = { method: "POST", body: { name: "Ada L." } }
      assert.strictEqual((yield* browser.send("https://api.example.test/console/api/account/name", name)).status, 200)
      const renewed = yield* browser.send("https://api.example.test/console/api/refresh-token", { method: "POST" })
      assert.strictEqual(renewed.status, 200)
      // A cookie without the prefix could come from any host of the domain.
      const plain = { headers: { cookie: `access_token=${browser.cookie("__Host-access_token")}` } }
      const other = new TestBrowser(port)
      assert.strictEqual((yield* other.send("https://api.example.test/console/api/account/profile", plain)).status, 401)
    })
  )

  it.effect("never have __Host- together with a Domain, and are not Secure when one address is http", () =>
    Effect.gen(function* () {
      const domain = yield* startSite({ ...https, cookieDomain: "example.test" })
      yield* setUp(domain.port)
      const lines = (yield* signIn(new TestBrowser(domain.port), "https://api.example.test")).headers["set-cookie"]
      assert.deepStrictEqual(shapes(lines), [
        "access_token=V; Max-Age=3600; Domain=example.test; Path=/; HttpOnly; Secure; SameSite=Lax",
        "refresh_token=V; Max-Age=2592000; Domain=example.test; Path=/; HttpOnly; Secure; SameSite=Lax",
        "csrf_token=V; Max-Age=3600; Domain=example.test; Path=/; Secure; SameSite=Lax"
      ])
      const mixed = yield* startSite({ ...https, consoleWebUrl: "http://console.example.test" })
      yield* setUp(mixed.port)
      const plain = (yield* signIn(new TestBrowser(mixed.port), "https://api.example.test")).headers["set-cookie"]
      assert.isTrue(plain?.every((line) => !line.includes("Secure") && !line.startsWith("__Host-")))
    })
  )
})
