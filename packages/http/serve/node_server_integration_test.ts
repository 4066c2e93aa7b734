import { connect } from "node:net"
import { assert, describe, it } from "@effect/vitest"
import { Effect } from "effect"
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
})
