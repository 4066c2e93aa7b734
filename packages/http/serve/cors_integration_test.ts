import { assert, describe, it } from "@effect/vitest"
import { Effect } from "effect"
import { send } from "./_test_client.ts"
import { startSite } from "./_test_site.ts"

const console_ = "https://console.example.test"
const ping = "/console/api/ping"
const preflight = (origin: string) =>
  ({
    method: "OPTIONS",
    headers: { origin, "access-control-request-method": "POST", "access-control-request-headers": "X-CSRF-Token" }
  }) as const

describe("cross-origin requests", () => {
  it.live("are for the origins that the operator names, with cookies", () =>
    Effect.gen(function* () {
      const { port } = yield* startSite({ consoleOrigins: ["https://first.test", console_] })
      const { status, headers } = yield* send(port, "/console/api/login", preflight(console_))
      assert.strictEqual(status, 204)
      assert.strictEqual(headers["access-control-allow-origin"], console_)
      assert.strictEqual(headers["access-control-allow-credentials"], "true")
      assert.strictEqual(headers["access-control-allow-methods"], "GET, PUT, POST, DELETE, OPTIONS, PATCH")
      assert.strictEqual(
        headers["access-control-allow-headers"],
        "Content-Type, X-App-Code, X-App-Passport, Authorization, X-CSRF-Token"
      )
      assert.strictEqual(headers["vary"], "Origin")
      const answers = [ping, "/console/api/account/profile", "/nowhere"]
      for (const path of answers) {
        const answer = yield* send(port, path, { headers: { origin: console_ } })
        assert.strictEqual(answer.headers["access-control-allow-origin"], console_, path)
        assert.strictEqual(answer.headers["access-control-allow-credentials"], "true", path)
        assert.strictEqual(answer.headers["access-control-expose-headers"], "X-Version, X-Env, X-Trace-Id", path)
      }
    })
  )

  it.live("attack: origins that look like a named one, null, and a star in the configuration", () =>
    Effect.gen(function* () {
      const { port } = yield* startSite({ consoleOrigins: ["*", console_] })
      const hostile = [
        "*",
        "null",
        "",
        `${console_}.evil.test`,
        "https://evil-console.example.test",
        "https://console.example.test.evil",
        "https://consoleXexample.test",
        "https://x.console.example.test",
        "https://example.test",
        "https://user@console.example.test",
        "file://",
        "null, https://console.example.test",
        `${console_}, https://evil.test`,
        `${console_}:8443`,
        `${console_}/`,
        "http://console.example.test",
        "https://evil.test",
        console_.toUpperCase()
      ]
      for (const origin of hostile) {
        for (const request of [preflight(origin), { headers: { origin } }]) {
          const { headers } = yield* send(port, ping, request)
          assert.notProperty(headers, "access-control-allow-origin", origin)
          assert.notProperty(headers, "access-control-allow-credentials", origin)
          assert.strictEqual(headers["vary"], "Origin", origin)
        }
      }
      const { headers } = yield* send(port, ping)
      assert.notProperty(headers, "access-control-allow-origin")
    })
  )

  it.live("to the service API are for every page, never with cookies", () =>
    Effect.gen(function* () {
      const { port } = yield* startSite({ consoleOrigins: [console_] })
      for (const origin of [console_, "https://shop.test"]) {
        for (const request of [preflight(origin), { headers: { origin } }]) {
          const { headers } = yield* send(port, "/v1/name", request)
          assert.strictEqual(headers["access-control-allow-origin"], "*")
          assert.notProperty(headers, "access-control-allow-credentials")
        }
      }
      const { headers } = yield* send(port, "/v1x/../console/api/ping", { headers: { origin: "https://evil.test" } })
      assert.notProperty(headers, "access-control-allow-origin")
    })
  )
})
