import type { IncomingHttpHeaders } from "node:http"
import { assert, describe, it } from "@effect/vitest"
import { Effect, Layer } from "effect"
import { bodyOf, serveHttp } from "./_test_server.ts"
import { OutboundHttp, OutboundPolicy } from "./mod.ts"

interface Seen {
  readonly method: string
  readonly url: string
  readonly headers: IncomingHttpHeaders
  readonly body: string
}

const layer = OutboundHttp.layer.pipe(Layer.provide(OutboundPolicy.layer(["127.0.0.0/8"])))

/** A server that redirects `/<status>/<rest>` to `to(rest)` and writes down what it is asked. */
const recorder = (seen: Array<Seen>, to: (rest: string) => string, host = "127.0.0.1") =>
  serveHttp((request, response) => {
    bodyOf(request, (body) => {
      const url = request.url ?? ""
      seen.push({ method: request.method ?? "", url, headers: request.headers, body })
      const [, status, rest] = /^\/(\d{3})\/(.*)$/.exec(url) ?? []
      if (status === undefined) response.end("done")
      else response.writeHead(Number(status), { location: to(rest ?? "") }).end("moved")
    })
  }, host)

describe("redirects", () => {
  it.live("301, 302, 303, 307 and 308 treat method and body as browsers do", () =>
    Effect.gen(function* () {
      const seen: Array<Seen> = []
      const server = yield* recorder(seen, () => "/end")
      const http = yield* OutboundHttp
      const rows = [
        ["POST", 301, "GET", ""],
        ["PUT", 301, "PUT", "body"],
        ["POST", 302, "GET", ""],
        ["PUT", 302, "GET", ""],
        ["POST", 303, "GET", ""],
        ["DELETE", 303, "GET", ""],
        ["HEAD", 303, "HEAD", ""],
        ["POST", 307, "POST", "body"],
        ["PATCH", 308, "PATCH", "body"]
      ] as const
      for (const [method, status, expected, body] of rows) {
        seen.length = 0
        const response = yield* http.request({
          method,
          url: `${server.origin}/${status}/x`,
          headers: [["content-type", "text/plain"]],
          guard: "guarded",
          ...(method === "HEAD" ? {} : { body: "body" })
        })
        const last = seen.at(-1)
        assert.deepStrictEqual([seen.length, last?.method, last?.body], [2, expected, body], `${method} ${status}`)
        assert.strictEqual(last?.headers["content-type"], body === "" && method !== "HEAD" ? undefined : "text/plain")
        assert.strictEqual(response.url, `${server.origin}/end`)
        assert.deepStrictEqual(response.redirects, [`${server.origin}/${status}/x`])
      }
    }).pipe(Effect.scoped, Effect.provide(layer))
  )

  it.live("credentials stay within their origin", () =>
    Effect.gen(function* () {
      const seen: Array<Seen> = []
      const outside = yield* recorder(seen, () => "/end", "127.0.0.2")
      const inside = yield* recorder(seen, (rest) => (rest === "out" ? `http://127.0.0.2:${outside.port}/end` : "/end"))
      const http = yield* OutboundHttp
      const headers = [
        ["Authorization", "Bearer canary"],
        ["Cookie", "session=canary"],
        ["X-Api-Key", "canary"],
        ["Host", "spoofed.test"],
        ["X-Plain", "kept"]
      ] as const
      const send = (rest: string) =>
        http.request({
          method: "GET",
          url: `${inside.origin}/302/${rest}`,
          headers,
          guard: "guarded",
          secretHeaders: ["x-api-key"]
        })
      yield* send("same")
      assert.strictEqual(seen[1]?.headers.authorization, "Bearer canary")
      assert.strictEqual(seen[1]?.headers["x-api-key"], "canary")
      seen.length = 0
      yield* send("out")
      assert.notInclude(JSON.stringify(seen[1]?.headers), "canary")
      assert.notInclude(JSON.stringify(seen[1]?.headers), "spoofed")
      assert.strictEqual(seen[1]?.headers["x-plain"], "kept")
    }).pipe(Effect.scoped, Effect.provide(layer))
  )

  it.live("10 are followed, the 11th is outbound_redirect_limit_exceeded", () =>
    Effect.gen(function* () {
      const seen: Array<Seen> = []
      const server = yield* recorder(seen, (rest) => (rest === "0" ? "/end" : `/302/${Number(rest) - 1}`))
      const http = yield* OutboundHttp
      const send = (count: number) =>
        http.request({ method: "GET", url: `${server.origin}/302/${count - 1}`, guard: "guarded" })
      assert.strictEqual((yield* send(10)).redirects.length, 10)
      seen.length = 0
      assert.strictEqual((yield* Effect.flip(send(11))).code, "outbound_redirect_limit_exceeded")
      assert.strictEqual(seen.length, 11)
    }).pipe(Effect.scoped, Effect.provide(layer))
  )

  it.live("a 3xx without location, and 304, are responses; a broken location is outbound_response_invalid", () =>
    Effect.gen(function* () {
      const server = yield* serveHttp((request, response) => {
        if (request.url === "/broken") response.writeHead(302, { location: "http://[oops/" }).end()
        else response.writeHead(Number(request.url?.slice(1))).end()
      })
      const http = yield* OutboundHttp
      const send = (path: string) => http.request({ method: "GET", url: `${server.origin}/${path}`, guard: "guarded" })
      assert.strictEqual((yield* send("302")).status, 302)
      assert.strictEqual((yield* send("304")).status, 304)
      assert.strictEqual((yield* Effect.flip(send("broken"))).code, "outbound_response_invalid")
    }).pipe(Effect.scoped, Effect.provide(layer))
  )
})
