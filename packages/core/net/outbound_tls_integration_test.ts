import { assert, describe, it } from "@effect/vitest"
import { Effect, Layer } from "effect"
import { serveHttp, serveHttps } from "./_test_server.ts"
import { NameResolver, OutboundHttp, OutboundPolicy } from "./mod.ts"

const layer = OutboundHttp.layer.pipe(
  Layer.provide([
    OutboundPolicy.layer(["127.0.0.0/8"]),
    Layer.succeed(NameResolver, { resolve: () => Effect.succeed([{ address: "127.0.0.1", family: 4 }]) })
  ])
)

const send = (url: string, sslVerify?: boolean) =>
  Effect.flatMap(OutboundHttp, (http) =>
    http.request({ method: "GET", url, guard: "guarded", ...(sslVerify === undefined ? {} : { sslVerify }) })
  )

describe("TLS", () => {
  it.live("an unknown certificate is outbound_certificate_refused unless ssl_verify is off", () =>
    Effect.gen(function* () {
      const server = yield* serveHttps((_, response) => response.end("tls"))
      const url = `https://tls.test:${server.port}/`
      assert.strictEqual((yield* Effect.flip(send(url))).code, "outbound_certificate_refused")
      const open = yield* send(url, false)
      assert.strictEqual(Buffer.from(open.body).toString(), "tls")
      // The connection that was not checked is not lent to a request that wants a check.
      assert.strictEqual((yield* Effect.flip(send(url, true))).code, "outbound_certificate_refused")
    }).pipe(Effect.scoped, Effect.provide(layer))
  )

  it.live("https to a server without TLS is outbound_connect_failed", () =>
    Effect.gen(function* () {
      const server = yield* serveHttp((_, response) => response.end("plain"))
      assert.strictEqual((yield* Effect.flip(send(`https://tls.test:${server.port}/`))).code, "outbound_connect_failed")
    }).pipe(Effect.scoped, Effect.provide(layer))
  )
})
