import { gzipSync } from "node:zlib"
import { assert, describe, it } from "@effect/vitest"
import { Effect, Fiber, Layer, Result } from "effect"
import { bodyOf, eventually, serveHttp } from "../net/_test_server.ts"
import { NameResolver, OutboundHttp, OutboundPolicy } from "../net/mod.ts"
import { FileValue } from "../value/file_value.ts"
import type { Scopes } from "./_try_node.ts"
import { nodeWith } from "./http_request/_test_try_request.ts"
import { httpRequest } from "./http_request.ts"
import type { NodeContext } from "./node_context.ts"

const allowing = (...allow: ReadonlyArray<string>) =>
  OutboundHttp.layer.pipe(
    Layer.provide([
      OutboundPolicy.layer(allow),
      Layer.succeed(NameResolver, { resolve: () => Effect.succeed([{ address: "127.0.0.1", family: 4 }]) })
    ])
  )

const run = (data: object, scopes: Scopes = {}, more: Partial<NodeContext> = {}) => {
  const bound = Result.getOrThrow(httpRequest.decode({ type: "http-request", method: "get", ...data }))
  const outcome = bound.run(nodeWith(scopes, more))
  return Effect.isEffect(outcome) ? outcome : Effect.die("it is an effect")
}

/** Answers with what it was asked. */
const echo = serveHttp((request, response) => {
  bodyOf(request, (body) => {
    const { method, url, headers } = request
    response.setHeader("content-type", "application/json")
    response.end(JSON.stringify({ method, url, headers, body }))
  })
})

interface Echo {
  readonly method: string
  readonly url: string
  readonly headers: Record<string, string>
  readonly body: string
}

const echoed = (data: object, scopes: Scopes = {}) =>
  Effect.map(run(data, scopes), ({ outputs }): Echo => JSON.parse(String(outputs.body)))

describe("http-request against a real server", () => {
  it.live("every method arrives as it was meant, OPTIONS and a GET with a body included", () =>
    Effect.gen(function* () {
      const { origin } = yield* echo
      for (const method of ["get", "POST", "put", "PATCH", "delete", "options"]) {
        const body = { type: "json", data: [{ value: '{"n": {{#a.n#}}, "f": 1.0}' }] }
        const seen = yield* echoed(
          { method, url: `${origin}/p`, params: "q: {{#a.q#}}", body },
          { a: { n: 7, q: "ä b" } }
        )
        assert.strictEqual(seen.method, method.toUpperCase())
        assert.strictEqual(seen.url, "/p?q=%C3%A4+b")
        assert.strictEqual(seen.body, '{"n":7,"f":1.0}')
        assert.strictEqual(seen.headers["content-type"], "application/json")
        assert.strictEqual(seen.headers["content-length"], "15")
      }
      const head = yield* run({ method: "head", url: origin })
      assert.strictEqual(head.outputs.status_code, 200)
      assert.strictEqual(head.outputs.body, "")
    }).pipe(Effect.scoped, Effect.provide(allowing("127.0.0.1")))
  )

  it.live("a form with files is what a server's parser reads", () =>
    Effect.gen(function* () {
      const { origin } = yield* echo
      const bytes = Buffer.from([0, 255, 13, 10, 45, 45])
      const file = new FileValue({
        type: "image",
        transfer_method: "local_file",
        filename: 'a"\r\nX-Evil: 1\r\n.png',
        mime_type: "image/png\r\nX-Evil: 2",
        bytes
      })
      const data = [
        { key: "text", value: "größe: {{#a.x#}}" },
        { key: 'k"\r\nX-Evil: 3', value: "v" },
        { key: "file", type: "file", file: ["a", "file"] }
      ]
      const seen = yield* echoed(
        { method: "post", url: origin, body: { type: "form-data", data } },
        { a: { x: 1, file } }
      )
      const type = seen.headers["content-type"] ?? ""
      assert.match(type, /^multipart\/form-data; boundary=\S+$/)
      assert.notMatch(seen.body, /^X-Evil/m)
      const form = yield* Effect.promise(() =>
        new Response(Buffer.from(seen.body, "latin1"), { headers: { "content-type": type } }).formData()
      )
      assert.strictEqual(form.get("text"), "größe: 1")
      const sent = form.get("file")
      assert.isTrue(sent instanceof File)
      if (sent instanceof File) assert.deepStrictEqual(Buffer.from(yield* Effect.promise(() => sent.bytes())), bytes)
    }).pipe(Effect.scoped, Effect.provide(allowing("127.0.0.1")))
  )

  it.live("redirects are followed; a compressed text is read; the API key stays with its server", () =>
    Effect.gen(function* () {
      const other = yield* serveHttp((request, response) => response.end(String(request.headers["x-key"])))
      const server = yield* serveHttp((request, response) => {
        if (request.url === "/moved") response.writeHead(302, { location: "/text" }).end()
        else if (request.url === "/away") response.writeHead(302, { location: other.origin }).end()
        else response.writeHead(200, { "content-type": "text/plain", "content-encoding": "gzip" }).end(gzipSync("hi"))
      })
      const authorization = { type: "api-key", config: { type: "custom", header: "X-Key", api_key: "canary" } }
      assert.strictEqual((yield* run({ url: `${server.origin}/moved` })).outputs.body, "hi")
      const away = yield* run({ url: `${server.origin}/away`, authorization })
      assert.strictEqual(away.outputs.body, "undefined")
    }).pipe(Effect.scoped, Effect.provide(allowing("127.0.0.1")))
  )

  it.live("CVE-2026-41271: a URL out of variables is checked after they are filled in", () =>
    Effect.gen(function* () {
      const server = yield* serveHttp((_, response) => response.end("secret"))
      const outer = yield* serveHttp(
        (_, response) => response.writeHead(307, { location: server.origin }).end(),
        "127.0.0.2"
      )
      const scopes = { a: { host: "127.0.0.1", name: "intern.test", port: server.port, key: "canary" } }
      for (const url of [
        "http://{{#a.host#}}:{{#a.port#}}/?key={{#a.key#}}",
        "http://{{#a.name#}}:{{#a.port#}}/?key={{#a.key#}}",
        "http://example.com@{{#a.host#}}:{{#a.port#}}/",
        `http://127.0.0.2:${outer.port}/`
      ]) {
        const failed = yield* Effect.flip(run({ method: "post", url }, scopes))
        assert.strictEqual(failed.error.code, "outbound_address_refused", url)
        assert.strictEqual(failed.details.type, "HttpRequestNodeError")
        assert.notInclude(failed.error.message, "canary")
      }
      assert.strictEqual(server.connections(), 0)
    }).pipe(Effect.scoped, Effect.provide(allowing("127.0.0.2/32")))
  )

  it.live("a file named by a variable is fetched through the guard too", () =>
    Effect.gen(function* () {
      const server = yield* serveHttp((_, response) => response.end("secret"))
      const file = new FileValue({ type: "custom", transfer_method: "remote_url", remote_url: server.origin })
      const body = { type: "binary", data: [{ type: "file", file: ["a", "file"] }] }
      const failed = yield* Effect.flip(run({ method: "post", url: "http://api.test/", body }, { a: { file } }))
      assert.strictEqual(failed.error.code, "outbound_address_refused")
      assert.strictEqual(server.connections(), 0)
    }).pipe(Effect.scoped, Effect.provide(allowing()))
  )

  it.live("a body without end stops at the limit of its kind", () =>
    Effect.gen(function* () {
      const server = yield* serveHttp((request, response) => {
        response.writeHead(200, { "content-type": String(request.url?.slice(1)) })
        const piece = Buffer.alloc(64 * 1024, "x")
        const write = () => {
          while (!response.destroyed && response.write(piece)) {}
        }
        response.on("drain", write)
        write()
      })
      for (const [type, start] of [
        ["text/plain", "Text size is too large, max size is 1.00 MB, but current size is 1."],
        ["image/png", "File size is too large, max size is 10.00 MB, but current size is 10."],
        ["application/octet-stream", "File size is too large, max size is 10.00 MB, but current size is 10."]
      ] as const) {
        const failed = yield* Effect.flip(run({ url: `${server.origin}/${type}` }))
        assert.strictEqual(failed.error.code, "http_response_too_large")
        assert.isTrue(failed.error.message.startsWith(start), failed.error.message)
      }
      assert.isTrue(yield* eventually(() => server.open() === 0))
    }).pipe(Effect.scoped, Effect.provide(allowing("127.0.0.1")))
  )

  it.live("the read timeout of the node ends a silent server; stopping the run closes the socket", () =>
    Effect.gen(function* () {
      const server = yield* serveHttp(() => {})
      const failed = yield* Effect.flip(run({ url: server.origin, timeout: { connect: 1, read: 0.2, write: 1 } }))
      assert.strictEqual(failed.error.code, "outbound_timeout")
      assert.strictEqual(failed.details.type, "HttpRequestNodeError")
      const fiber = yield* Effect.forkChild(run({ url: server.origin }))
      assert.isTrue(yield* eventually(() => server.open() === 1))
      yield* Fiber.interrupt(fiber)
      assert.isTrue(yield* eventually(() => server.open() === 0))
    }).pipe(Effect.scoped, Effect.provide(allowing("127.0.0.1")))
  )

  it.live("a header with a line break out of a variable is a second header, never a second request", () =>
    Effect.gen(function* () {
      const { origin } = yield* echo
      const headers = "X-Name: {{#a.name#}}"
      const seen = yield* echoed({ url: origin, headers }, { a: { name: "b\nX-Second: c" } })
      assert.strictEqual(seen.headers["x-second"], "c")
      const failed = yield* Effect.flip(run({ url: origin, headers }, { a: { name: "b\0c" } }))
      assert.strictEqual(failed.error.code, "outbound_request_invalid")
    }).pipe(Effect.scoped, Effect.provide(allowing("127.0.0.1")))
  )
})
