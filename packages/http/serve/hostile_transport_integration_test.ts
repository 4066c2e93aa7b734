import { connect } from "node:net"
import * as NodeHttpServer from "@effect/platform-node/NodeHttpServer"
import { assert, describe, it } from "@effect/vitest"
import { Context, Effect, Layer } from "effect"
import { HttpRouter, HttpServer, HttpServerResponse } from "effect/http"
import { setUp } from "../console/_test_accounts.ts"
import { send, sendRaw } from "./_test_client.ts"
import { startSite } from "./_test_site.ts"
import { nodeServer } from "./node_server.ts"

const statusLines = (text: string): ReadonlyArray<string> =>
  [...text.matchAll(/^HTTP\/1\.1 (\d{3})/gm)].map(([, status = ""]) => status)

const post = (headers: string, body = "") =>
  `POST /console/api/login HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n${headers}\r\n\r\n${body}`

/** Requests that two servers in a row could read as different ones. */
const ambiguous: ReadonlyArray<readonly [string, string]> = [
  ["a length and chunks", post("Content-Length: 3\r\nTransfer-Encoding: chunked", "0\r\n\r\n")],
  ["chunks and a length", post("Transfer-Encoding: chunked\r\nContent-Length: 3", "0\r\n\r\n")],
  ["two lengths", post("Content-Length: 2\r\nContent-Length: 3", "{}x")],
  ["a list of lengths", post("Content-Length: 2, 3", "{}x")],
  ["a length with a sign", post("Content-Length: +2", "{}")],
  ["a length in hexadecimal", post("Content-Length: 0x2", "{}")],
  ["a negative length", post("Content-Length: -1", "{}")],
  ["a space before the colon", post("Content-Length : 2", "{}")],
  ["an unknown encoding behind chunks", post("Transfer-Encoding: chunked, cow", "0\r\n\r\n")],
  ["chunks twice", post("Transfer-Encoding: chunked\r\nTransfer-Encoding: cow", "0\r\n\r\n")],
  ["a chunk without a size", post("Transfer-Encoding: chunked", "x\r\n{}\r\n0\r\n\r\n")],
  ["a header on two lines", post("X-Trace-Id: a\r\n b\r\nContent-Length: 2", "{}").replace("\r\n b", "\n\tb: c\r\n\r")],
  ["a line feed for an end of line", post("X-Trace-Id: a\nSet-Cookie: b=c\nContent-Length: 2", "{}")],
  ["a NUL in a header", post("X-Trace-Id: a\u0000b\r\nContent-Length: 2", "{}")],
  ["a carriage return in a header", post("X-Trace-Id: a\rSet-Cookie: b=c\r\nContent-Length: 2", "{}")]
]

/** Sends bytes and waits for the server to hang up; the text and how many milliseconds that took. */
const hangsUp = (port: number, bytes: string): Effect.Effect<{ readonly text: string; readonly took: number }> =>
  Effect.callback((resume) => {
    const started = performance.now()
    const socket = connect(port, "127.0.0.1", () => socket.write(bytes))
    let text = ""
    socket.setEncoding("utf8")
    socket.on("data", (chunk: string) => {
      text += chunk
    })
    socket.on("error", (error) => resume(Effect.die(error)))
    socket.on("close", () => resume(Effect.succeed({ text, took: performance.now() - started })))
    return Effect.sync(() => socket.destroy())
  })

/** A server that waits for nobody long. */
const impatientServer = Effect.gen(function* () {
  const routes = HttpRouter.add("POST", "/", ({ text }) => Effect.map(text, (body) => HttpServerResponse.text(body)))
  const server = () => nodeServer({ headers: 150, request: 300, pace: 50 })
  const served = HttpRouter.serve(routes, { disableLogger: true, disableListenLog: true }).pipe(
    Layer.provideMerge(NodeHttpServer.layer(server, { port: 0, host: "127.0.0.1" }))
  )
  const { address } = Context.get(yield* Layer.build(served), HttpServer.HttpServer)
  return "port" in address ? address.port : 0
})

describe("attack", () => {
  it.live("request smuggling: what can be read in two ways is refused, and nothing behind it is answered", () =>
    Effect.gen(function* () {
      const { port } = yield* startSite()
      yield* setUp(port)
      for (const [name, bytes] of ambiguous) {
        const smuggled = "GET /console/api/ping HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"
        const text = yield* sendRaw(port, `${bytes}${smuggled}`)
        assert.deepStrictEqual(statusLines(text), ["400"], `${name}: ${text}`)
        assert.include(text, '"code":"bad_request"', name)
        assert.notInclude(text.toLowerCase(), "set-cookie", name)
        assert.notInclude(text, "pong", name)
      }
    })
  )

  it.live("slowloris: who is too slow with headers or body loses the connection", () =>
    Effect.gen(function* () {
      const port = yield* impatientServer
      const cases = [
        "",
        "POST / HTTP/1.1\r\nHost: x\r\nX-A: ",
        "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\nslow"
      ]
      for (const bytes of cases) {
        const { text, took } = yield* hangsUp(port, bytes)
        assert.isBelow(took, 5000, bytes)
        assert.match(text, /^HTTP\/1\.1 408 /, bytes)
      }
    })
  )

  it.live("names of headers and proxies change nothing that they are not asked for", () =>
    Effect.gen(function* () {
      const { port } = yield* startSite()
      yield* setUp(port)
      const plain = yield* send(port, "/console/api/account/profile")
      const overrides = {
        "x-forwarded-host": "evil.test",
        "x-forwarded-proto": "https",
        "x-original-url": "/console/api/ping",
        "x-rewrite-url": "/console/api/ping",
        "x-http-method-override": "GET",
        host: "evil.test"
      }
      const overridden = yield* send(port, "/console/api/account/profile", { headers: overrides })
      assert.strictEqual(overridden.text, plain.text)
      assert.strictEqual(overridden.status, 401)
      assert.notInclude(JSON.stringify(overridden.headers), "evil.test")
      assert.isUndefined(overridden.headers["set-cookie"])
    })
  )
})
