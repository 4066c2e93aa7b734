import { connect } from "node:net"
import { assert, describe, it } from "@effect/vitest"
import { Effect } from "effect"
import { send, sendRaw } from "./_test_client.ts"
import { startSite } from "./_test_site.ts"
import { nodeServer } from "./node_server.ts"

/** What a connection gets that Node gives up with an error code before any request has arrived. */
const answerTo = (code: string): Effect.Effect<string> =>
  Effect.callback((resume) => {
    const server = nodeServer()
    server.on("connection", (socket) =>
      server.emit("clientError", Object.assign(new Error("of Node"), { code }), socket)
    )
    server.listen(0, "127.0.0.1", () => {
      const address = server.address()
      const socket = connect(typeof address === "object" && address !== null ? address.port : 0, "127.0.0.1")
      let text = ""
      socket.setEncoding("utf8")
      socket.on("data", (chunk: string) => {
        text += chunk
      })
      socket.on("error", () => {})
      socket.on("close", () => server.close(() => resume(Effect.succeed(text))))
    })
  })

const headerOf = (text: string, name: string): string | undefined =>
  new RegExp(`^${name}: (.*)$`, "im").exec(text)?.[1]?.trim()

describe("nodeServer", () => {
  it.live("answers what Node gives up in Dify's shape, and a broken connection not at all", () =>
    Effect.gen(function* () {
      const cases = [
        ["ERR_HTTP_REQUEST_TIMEOUT", 408, "request_timeout"],
        ["HPE_HEADER_OVERFLOW", 431, "request_header_fields_too_large"],
        ["HPE_INVALID_METHOD", 400, "bad_request"]
      ] as const
      for (const [error, status, code] of cases) {
        const [head = "", body = ""] = (yield* answerTo(error)).split("\r\n\r\n")
        assert.match(head, new RegExp(`^HTTP/1.1 ${status} `))
        assert.match(head, /^connection: close$/im)
        assert.deepInclude(JSON.parse(body), { code, status })
        assert.notInclude(body, "of Node")
      }
      assert.strictEqual(yield* answerTo("ECONNRESET"), "")
    })
  )

  it.live("keeps the shape of a whole server where Node itself answers", () =>
    Effect.gen(function* () {
      const { port } = yield* startSite()
      const huge = yield* sendRaw(
        port,
        `GET /console/api/ping HTTP/1.1\r\nHost: x\r\nCookie: ${"a".repeat(20_000)}\r\n\r\n`
      )
      assert.match(huge, /^HTTP\/1.1 431 /)
      assert.include(huge, '"code":"request_header_fields_too_large"')
      const broken = yield* sendRaw(port, "GET /console/\u0000 HTTP/1.1\r\nHost: x\r\n\r\n")
      assert.match(broken, /^HTTP\/1.1 400 /)
      assert.include(broken, '"code":"bad_request"')
      assert.match(headerOf(broken, "x-trace-id") ?? "", /^[0-9a-f]{32}$/)
      const hostless = yield* sendRaw(port, "GET /console/api/ping HTTP/1.1\r\nConnection: close\r\n\r\n")
      assert.match(hostless, /^HTTP\/1.1 200 /)
      const expecting = "GET /console/api/ping HTTP/1.1\r\nHost: x\r\nExpect: a miracle\r\nConnection: close\r\n\r\n"
      assert.match(yield* sendRaw(port, expecting), /^HTTP\/1.1 200 /)
      const twice =
        "GET /console/api/ping HTTP/1.1\r\nHost: x\r\nX-Trace-Id: a\r\nX-Trace-Id: b\r\nConnection: close\r\n\r\n"
      assert.match(headerOf(yield* sendRaw(port, twice), "x-trace-id") ?? "", /^[0-9a-f]{32}$/)
    })
  )

  it.live("attack: what follows a request on its connection gets no answer before the request's own", () =>
    Effect.gen(function* () {
      const { port } = yield* startSite()
      const closed = yield* sendRaw(
        port,
        "DELETE /console/api/ping HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n[[[["
      )
      assert.match(closed, /^HTTP\/1.1 405 /)
      assert.lengthOf(closed.match(/HTTP\/1.1 /g) ?? [], 1)
      const kept = yield* sendRaw(port, "GET /console/api/ping HTTP/1.1\r\nHost: x\r\n\r\nnonsense\r\n\r\n")
      assert.match(kept, /^HTTP\/1.1 200 /)
      assert.lengthOf(kept.match(/HTTP\/1.1 /g) ?? [], 1)
      const both =
        "POST /console/api/login HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"
      assert.match(yield* sendRaw(port, both), /^HTTP\/1.1 400 /)
    })
  )

  it.live("attack: a body behind an upgrade does not hold its connection", () =>
    Effect.gen(function* () {
      const upgrade = { upgrade: "websocket", connection: "Upgrade", "content-type": "application/json" }
      const status = yield* Effect.scoped(
        Effect.gen(function* () {
          const { port } = yield* startSite()
          const request = { method: "POST", headers: upgrade, body: " ".repeat(300_000) }
          return (yield* send(port, "/console/api/ping", request)).status
        })
      ).pipe(Effect.timeout("10 seconds"))
      assert.strictEqual(status, 405)
    })
  )
})
