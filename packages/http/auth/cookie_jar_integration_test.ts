import { assert, describe, it } from "@effect/vitest"
import { Effect } from "effect"
import { CookieJar } from "tough-cookie"
import { encoded, owner, setUp } from "../console/_test_accounts.ts"
import { send, type TestRequest } from "../serve/_test_client.ts"
import { startSite } from "../serve/_test_site.ts"
import type { ServerSettings } from "../serve/server_config.ts"

/** A browser whose cookies are those of the jar that Node programs use: it knows public suffixes and prefixes of names. */
const jarBrowser = (port: number) => {
  const jar = new CookieJar(undefined, { prefixSecurity: "strict" })
  const ask = Effect.fnUntraced(function* (url: string, request: TestRequest = {}) {
    const { host, pathname } = new URL(url)
    const cookie = yield* Effect.promise(() => jar.getCookieString(url))
    const response = yield* send(port, pathname, { ...request, headers: { host, cookie, ...request.headers } })
    for (const line of response.headers["set-cookie"] ?? []) {
      // A cookie that the jar refuses is one that the browser would not keep.
      yield* Effect.promise(() => jar.setCookie(line, url, { ignoreError: true }))
    }
    return response
  })
  const body = { email: owner.email, password: encoded(owner.password) }
  return {
    jar,
    ask,
    signIn: (origin: string) => ask(`${origin}/console/api/login`, { method: "POST", body }),
    isSignedIn: (origin: string) =>
      Effect.map(ask(`${origin}/console/api/account/profile`), ({ status }) => status === 200),
    names: (url: string) =>
      Effect.map(
        Effect.promise(() => jar.getCookies(url)),
        (cookies) => cookies.map(({ key }) => key).toSorted()
      )
  }
}

const site = Effect.fnUntraced(function* (settings: Partial<ServerSettings>) {
  const { port } = yield* startSite(settings)
  yield* setUp(port)
  return jarBrowser(port)
})

const https = { consoleWebUrl: "https://console.example.test", consoleApiUrl: "https://api.example.test" }
const names = ["access_token", "csrf_token", "refresh_token"]

/** Hosts that look as if they belonged to example.test. */
const strangers = [
  "other.test",
  "evil-example.test",
  "notexample.test",
  "example.test.evil",
  "example.test.evil.test",
  "xexample.test",
  "127.0.0.1"
]

describe("a real cookie jar", () => {
  for (const cookieDomain of ["example.test", ".example.test", " example.test "]) {
    it.live(
      `with COOKIE_DOMAIN=${JSON.stringify(cookieDomain)} is signed in at every host below it, and nowhere else`,
      () =>
        Effect.gen(function* () {
          const browser = yield* site({ cookieDomain })
          assert.strictEqual((yield* browser.signIn("http://api.example.test")).status, 200)
          for (const host of ["api.example.test", "console.example.test", "example.test", "a.b.example.test"]) {
            assert.isTrue(yield* browser.isSignedIn(`http://${host}`), host)
            assert.deepStrictEqual(yield* browser.names(`http://${host}/console/api`), names, host)
          }
          for (const host of strangers) {
            assert.isFalse(yield* browser.isSignedIn(`http://${host}`), host)
            assert.deepStrictEqual(yield* browser.names(`http://${host}/console/api`), [], host)
          }
        })
    )
  }

  it.live("with COOKIE_DOMAIN keeps nothing of a sign-in at a host outside of it", () =>
    Effect.gen(function* () {
      const browser = yield* site({ cookieDomain: "example.test" })
      for (const host of strangers) {
        assert.strictEqual((yield* browser.signIn(`http://${host}`)).status, 200)
        assert.isFalse(yield* browser.isSignedIn(`http://${host}`), host)
      }
      assert.lengthOf((yield* Effect.promise(() => browser.jar.serialize())).cookies, 0)
    })
  )

  it.live("without COOKIE_DOMAIN is signed in at one host, not at those above and below it", () =>
    Effect.gen(function* () {
      const browser = yield* site({})
      yield* browser.signIn("http://api.example.test")
      assert.isTrue(yield* browser.isSignedIn("http://api.example.test"))
      for (const host of ["console.example.test", "example.test", "x.api.example.test", ...strangers]) {
        assert.isFalse(yield* browser.isSignedIn(`http://${host}`), host)
      }
    })
  )

  it.live("on https without a domain holds __Host- cookies, which never leave it in clear", () =>
    Effect.gen(function* () {
      const browser = yield* site(https)
      const { headers } = yield* browser.signIn("https://api.example.test")
      for (const line of headers["set-cookie"] ?? [])
        assert.match(line, /^__Host-(?!.*; Domain=).*; Path=\/; (HttpOnly; )?Secure;/)
      assert.deepStrictEqual(
        yield* browser.names("https://api.example.test/console/api"),
        names.map((name) => `__Host-${name}`)
      )
      assert.isTrue(yield* browser.isSignedIn("https://api.example.test"))
      assert.deepStrictEqual(yield* browser.names("http://api.example.test/console/api"), [])
      assert.isFalse(yield* browser.isSignedIn("https://console.example.test"))
    })
  )

  it.live("on https with COOKIE_DOMAIN holds Secure cookies without __Host-, for all hosts below it", () =>
    Effect.gen(function* () {
      const browser = yield* site({ ...https, cookieDomain: "example.test" })
      const { headers } = yield* browser.signIn("https://api.example.test")
      for (const line of headers["set-cookie"] ?? []) {
        assert.notInclude(line, "__Host-")
        assert.include(line, "; Domain=example.test; Path=/;")
        assert.include(line, "; Secure")
      }
      assert.isTrue(yield* browser.isSignedIn("https://console.example.test"))
      assert.deepStrictEqual(yield* browser.names("http://console.example.test/console/api"), [])
    })
  )

  it.live("attack: cookies that another host of the domain planted do not sign anybody in or out", () =>
    Effect.gen(function* () {
      const browser = yield* site(https)
      const plant = (line: string) =>
        Effect.promise(() => browser.jar.setCookie(line, "https://evil.example.test", { ignoreError: true }))
      yield* plant("access_token=planted; Domain=example.test; Path=/")
      yield* plant("__Host-access_token=planted; Domain=example.test; Path=/; Secure")
      yield* browser.signIn("https://api.example.test")
      assert.isTrue(yield* browser.isSignedIn("https://api.example.test"))
    })
  )
})
