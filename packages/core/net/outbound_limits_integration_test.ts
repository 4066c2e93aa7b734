import type { Socket } from "node:net"
import { Readable } from "node:stream"
import { brotliCompressSync, createGzip, deflateRawSync, deflateSync, gzipSync, zstdCompressSync } from "node:zlib"
import { assert, describe, it } from "@effect/vitest"
import { Duration, Effect, Layer, Stream } from "effect"
import { eventually, serveHttp, serveTcp } from "./_test_server.ts"
import { NameResolver, OutboundHttp, OutboundPolicy, type OutboundRequest } from "./mod.ts"

const layer = OutboundHttp.layer.pipe(Layer.provide(OutboundPolicy.layer(["127.0.0.0/8"])))

const send = (url: string, more: Partial<OutboundRequest> = {}) =>
  Effect.flatMap(OutboundHttp, (http) => http.request({ method: "GET", url, guard: "guarded", ...more }))

const codeOf = (url: string, more: Partial<OutboundRequest> = {}) =>
  Effect.match(send(url, more), {
    onFailure: (error) => error.code,
    onSuccess: ({ status, body }) => `status ${status} with ${body.length} bytes`
  })

/** Answers every connection with these bytes, then whatever `then` does. */
const answer = (head: string, then: (socket: Socket) => void = (socket) => socket.end()) =>
  serveTcp((socket) => {
    socket.once("data", () => {
      socket.write(head)
      then(socket)
    })
  })

const drip = (piece: string, every: number) => (socket: Socket) => {
  const timer = setInterval(() => socket.write(piece), every)
  socket.once("close", () => clearInterval(timer))
}

const within = <A, E, R>(limit: Duration.Input, effect: Effect.Effect<A, E, R>) =>
  Effect.timeoutOrElse(effect, { duration: limit, orElse: () => Effect.die("it hung") })

describe("responses are decoded", () => {
  it.live("gzip, deflate in both forms, br, zstd, chains and none", () =>
    Effect.gen(function* () {
      const text = "größe ".repeat(1000)
      const bodies: Record<string, readonly [string, Uint8Array]> = {
        "/gzip": ["gzip", gzipSync(text)],
        "/deflate": ["deflate", deflateSync(text)],
        "/raw": ["deflate", deflateRawSync(text)],
        "/br": ["br", brotliCompressSync(text)],
        "/zstd": ["zstd", zstdCompressSync(text)],
        "/chain": ["gzip, br", brotliCompressSync(gzipSync(text))],
        "/identity": ["identity", Buffer.from(text)],
        "/empty": ["gzip", Buffer.from("")]
      }
      const server = yield* serveHttp((request, response) => {
        const [coding, body] = bodies[request.url ?? ""] ?? ["", ""]
        response.writeHead(200, { "content-encoding": coding }).write(body)
        response.end()
      })
      for (const path of Object.keys(bodies)) {
        const response = yield* send(`${server.origin}${path}`)
        assert.strictEqual(Buffer.from(response.body).toString(), path === "/empty" ? "" : text, path)
      }
      const head = yield* send(`${server.origin}/gzip`, { method: "HEAD" })
      assert.strictEqual(head.body.length, 0)
    }).pipe(Effect.scoped, Effect.provide(layer))
  )
})

describe("C.3 row 17 and 23: what a hostile server sends ends at a limit", () => {
  it.live("a gzip bomb is stopped by its decoded size", () =>
    Effect.gen(function* () {
      let packed = 0
      const server = yield* serveHttp((_, response) => {
        response.writeHead(200, { "content-encoding": "gzip" })
        // 10 GB of zeros.
        const zeros = Buffer.alloc(1024 * 1024)
        const gzip = createGzip()
        gzip.on("data", (piece: Buffer) => (packed += piece.length))
        Readable.from(
          (function* () {
            for (let megabyte = 0; megabyte < 10_240; megabyte++) yield zeros
          })()
        )
          .pipe(gzip)
          .pipe(response)
        response.once("close", () => gzip.destroy())
      })
      const before = process.memoryUsage().rss
      const error = yield* Effect.flip(within("20 seconds", send(server.origin)))
      assert.strictEqual(error.code, "outbound_response_too_large")
      assert.isBelow(process.memoryUsage().rss - before, 200 * 1024 * 1024)
      assert.isBelow(packed, 2 * 1024 * 1024)
    }).pipe(Effect.scoped, Effect.provide(layer))
  )

  it.live("bombs inside br, deflate, zstd and inside one another too", () =>
    Effect.gen(function* () {
      const zeros = Buffer.alloc(32 * 1024 * 1024)
      const bombs: Record<string, readonly [string, Uint8Array]> = {
        "/br": ["br", brotliCompressSync(zeros)],
        "/deflate": ["deflate", deflateSync(zeros)],
        "/zstd": ["zstd", zstdCompressSync(zeros)],
        "/nested": ["gzip, gzip, gzip", gzipSync(gzipSync(gzipSync(zeros)))]
      }
      const server = yield* serveHttp((request, response) => {
        const [coding, body] = bombs[request.url ?? ""] ?? ["", ""]
        response.writeHead(200, { "content-encoding": coding }).end(body)
      })
      for (const path of Object.keys(bombs)) {
        assert.strictEqual(yield* codeOf(`${server.origin}${path}`), "outbound_response_too_large", path)
      }
      const many = yield* answer(`HTTP/1.1 200 OK\r\ncontent-encoding: ${"gzip,".repeat(50)}gzip\r\n\r\nx`)
      assert.strictEqual(yield* codeOf(many.origin), "outbound_response_invalid")
    }).pipe(Effect.scoped, Effect.provide(layer))
  )

  it.live("exactly the limit passes, one byte more does not, an endless body neither", () =>
    Effect.gen(function* () {
      const server = yield* serveHttp((request, response) => {
        if (request.url !== "/endless") return response.end(Buffer.alloc(Number(request.url?.slice(1))))
        const zeros = Buffer.alloc(64 * 1024)
        const write = () => {
          while (!response.destroyed && response.write(zeros)) {}
        }
        response.on("drain", write)
        write()
      })
      const maximumBytes = 1000
      assert.strictEqual(yield* codeOf(`${server.origin}/1000`, { maximumBytes }), "status 200 with 1000 bytes")
      const error = yield* Effect.flip(send(`${server.origin}/5000`, { maximumBytes }))
      assert.strictEqual(error.code, "outbound_response_too_large")
      assert.deepStrictEqual(error.code === "outbound_response_too_large" ? error.params : {}, {
        maximum: 1000,
        size: 5000
      })
      assert.strictEqual(yield* codeOf(`${server.origin}/endless`), "outbound_response_too_large")
      assert.isTrue(yield* eventually(() => server.open() === 1))
    }).pipe(Effect.scoped, Effect.provide(layer))
  )

  it.live("a server that accepts and says nothing: read limit", () =>
    Effect.gen(function* () {
      const server = yield* serveTcp((socket) => socket.resume())
      const error = yield* Effect.flip(within("5 seconds", send(server.origin, { timeouts: { read: 200 } })))
      assert.strictEqual(error.code, "outbound_timeout")
      assert.include(error.message, "0.2 s")
      assert.isTrue(yield* eventually(() => server.open() === 0))
    }).pipe(Effect.scoped, Effect.provide(layer))
  )

  it.live("slowloris: headers, interim responses and bodies that drip", () =>
    Effect.gen(function* () {
      const headers = yield* answer("HTTP/1.1 200 OK\r\n", drip("x-a: 1\r\n", 30))
      const interim = yield* answer("", drip("HTTP/1.1 103 Early Hints\r\n\r\n", 30))
      const stalled = yield* answer("HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\nx", () => {})
      const dripping = yield* answer("HTTP/1.1 200 OK\r\ncontent-length: 1000000\r\n\r\n", drip("x", 30))
      const timeouts = { connect: 500, read: 300, write: 300 }
      for (const [name, server] of Object.entries({ headers, interim, stalled, dripping })) {
        assert.strictEqual(yield* within("8 seconds", codeOf(server.origin, { timeouts })), "outbound_timeout", name)
        assert.isTrue(yield* eventually(() => server.open() === 0), name)
      }
    }).pipe(Effect.scoped, Effect.provide(layer))
  )

  it.live("a server that does not read a large body: write limit", () =>
    Effect.gen(function* () {
      const server = yield* serveTcp((socket) => socket.pause())
      const body = new Uint8Array(64 * 1024 * 1024)
      const timeouts = { write: 300, read: 60_000 }
      const error = yield* Effect.flip(within("8 seconds", send(server.origin, { method: "POST", body, timeouts })))
      assert.strictEqual(error.code, "outbound_timeout")
      assert.include(error.message, "could not be sent")
    }).pipe(Effect.scoped, Effect.provide(layer))
  )

  it.live("a name that is never resolved: connect limit", () =>
    Effect.gen(function* () {
      const error = yield* Effect.flip(within("5 seconds", send("http://a.test/", { timeouts: { connect: 200 } })))
      assert.strictEqual(error.code, "outbound_timeout")
      assert.include(error.message, "no connection within 0.2 s")
    }).pipe(
      Effect.provide(
        OutboundHttp.layer.pipe(Layer.provide(Layer.succeed(NameResolver, { resolve: () => Effect.never })))
      )
    )
  )

  it.live("a header of 1 MB", () =>
    Effect.gen(function* () {
      const server = yield* answer(`HTTP/1.1 200 OK\r\nx-large: ${"a".repeat(1024 * 1024)}\r\n\r\n`)
      const many = yield* answer(`HTTP/1.1 200 OK\r\n${"x-a: b\r\n".repeat(100_000)}\r\n`)
      assert.strictEqual(yield* codeOf(server.origin), "outbound_response_too_large")
      assert.strictEqual(yield* codeOf(many.origin), "outbound_response_too_large")
    }).pipe(Effect.scoped, Effect.provide(layer))
  )

  it.live("bad chunking, bad framing, bad status line, no HTTP at all", () =>
    Effect.gen(function* () {
      const broken = {
        "chunk size": "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\nZZ\r\nabc\r\n0\r\n\r\n",
        "chunk too long": "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n2\r\nabcdef\r\n0\r\n\r\n",
        "two lengths": "HTTP/1.1 200 OK\r\ncontent-length: 3\r\ncontent-length: 5\r\n\r\nabc",
        "length and chunks":
          "HTTP/1.1 200 OK\r\ncontent-length: 3\r\ntransfer-encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n",
        "status line": "HTTP/9.9 abc\r\n\r\n",
        "no HTTP": "SSH-2.0-OpenSSH_9.7\r\n"
      }
      for (const [name, bytes] of Object.entries(broken)) {
        const server = yield* answer(bytes)
        assert.strictEqual(yield* within("5 seconds", codeOf(server.origin)), "outbound_response_invalid", name)
      }
    }).pipe(Effect.scoped, Effect.provide(layer))
  )

  it.live("gzip that is no gzip, or cut off", () =>
    Effect.gen(function* () {
      const cut = gzipSync("x".repeat(5000)).subarray(0, 20)
      const server = yield* serveHttp((request, response) => {
        response.writeHead(200, { "content-encoding": "gzip" })
        response.end(request.url === "/cut" ? cut : "plain text")
      })
      assert.strictEqual(yield* codeOf(`${server.origin}/lie`), "outbound_response_invalid")
      assert.strictEqual(yield* codeOf(`${server.origin}/cut`), "outbound_response_invalid")
    }).pipe(Effect.scoped, Effect.provide(layer))
  )

  it.live("a connection cut inside the response, or before it", () =>
    Effect.gen(function* () {
      const short = yield* answer("HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\nabc")
      const chunks = yield* answer("HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n5\r\nab")
      const silent = yield* answer("", (socket) => socket.destroy())
      for (const server of [short, chunks, silent]) {
        assert.strictEqual(yield* within("5 seconds", codeOf(server.origin)), "outbound_connection_lost")
      }
    }).pipe(Effect.scoped, Effect.provide(layer))
  )

  it.live("nobody listens; a header that would smuggle; a URL that is none", () =>
    Effect.gen(function* () {
      const gone = yield* Effect.scoped(
        Effect.map(
          serveTcp(() => {}),
          ({ origin }) => origin
        )
      )
      assert.strictEqual(yield* codeOf(gone), "outbound_connect_failed")
      const server = yield* serveHttp((_, response) => response.end())
      for (const header of [
        ["x-a", "b\r\nx-evil: 1"],
        ["x-a\r\nx-evil", "1"],
        ["x-a", "nul\0"],
        ["x-a", "emoji 😀"],
        ["", "x"]
      ] as const) {
        assert.strictEqual(yield* codeOf(server.origin, { headers: [header] }), "outbound_request_invalid")
      }
      assert.strictEqual(yield* codeOf(server.origin, { method: "GET / HTTP/1.1\r\n" }), "outbound_request_invalid")
      assert.strictEqual(yield* codeOf(server.origin, { method: "CONNECT" }), "outbound_request_invalid")
      for (const url of ["", "http://", "not a url", "http://[::1", "http://a b/"]) {
        assert.strictEqual(yield* codeOf(url), "outbound_url_invalid", url)
      }
      assert.strictEqual(server.connections(), 0)
    }).pipe(Effect.scoped, Effect.provide(layer))
  )

  it.live("a stream is read piece by piece and slows its sender", () =>
    Effect.gen(function* () {
      let sent = 0
      const server = yield* serveHttp((_, response) => {
        const piece = Buffer.alloc(64 * 1024)
        const write = () => {
          while (!response.destroyed && response.write(piece)) sent += piece.length
        }
        response.on("drain", write)
        write()
      })
      const http = yield* OutboundHttp
      const { body } = yield* http.stream({ method: "GET", url: server.origin, guard: "operator" })
      const first = yield* Stream.runHead(body)
      assert.isTrue(first._tag === "Some")
      yield* Effect.sleep("200 millis")
      assert.isBelow(sent, 16 * 1024 * 1024)
    }).pipe(Effect.scoped, Effect.provide(layer))
  )
})
