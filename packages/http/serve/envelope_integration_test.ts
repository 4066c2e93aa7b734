import { assert, describe, it } from "@effect/vitest"
import { DraftWorkflowNotSync, StoreUnavailable } from "@flowglass/core/error"
import { Effect, Layer, Logger } from "effect"
import { HttpRouter, HttpServerResponse } from "effect/http"
import { setUp } from "../console/_test_accounts.ts"
import { TooManyRequests } from "../error/http_errors.ts"
import { send, sendRaw, type TestRequest } from "./_test_client.ts"
import { startSite } from "./_test_site.ts"

/** Routes that fail in every way there is, without a schema around them. */
const failing = Layer.mergeAll(
  HttpRouter.add("GET", "/fails", new TooManyRequests({ message: "Wait." })),
  HttpRouter.add("GET", "/dies", Effect.die(new DraftWorkflowNotSync({ message: "Read it again." }))),
  HttpRouter.add("GET", "/dies-unavailable", Effect.die(new StoreUnavailable({ message: "Away." }))),
  HttpRouter.add("GET", "/defect", Effect.die(new Error("secret of the server"))),
  HttpRouter.add("GET", "/failure", Effect.fail({ secret: "of the server" })),
  HttpRouter.add(
    "GET",
    "/throws",
    Effect.sync((): HttpServerResponse.HttpServerResponse => {
      throw new TypeError("secret of the server")
    })
  ),
  HttpRouter.add("GET", "/pages-error", HttpServerResponse.text("secret of the server", { status: 500 })),
  HttpRouter.add("GET", "/teapot", HttpServerResponse.empty({ status: 418 }))
)

interface Case {
  readonly name: string
  readonly path: string
  readonly request?: TestRequest
  readonly status: number
  readonly code: string
  readonly headers?: Readonly<Record<string, string>>
}

const json = { "content-type": "application/json" }
const post = (body: unknown, headers: Readonly<Record<string, string>> = json): TestRequest => ({
  method: "POST",
  body,
  headers
})
const login = "/console/api/login"
const nested = (depth: number): string => `${"[".repeat(depth)}${"]".repeat(depth)}`

const cases: ReadonlyArray<Case> = [
  { name: "an unknown route", path: "/nowhere", status: 404, code: "not_found" },
  { name: "an unknown route below a known one", path: "/console/api/ping/more", status: 404, code: "not_found" },
  { name: "a path that leaves the folder", path: "/console/api/../../etc/passwd", status: 404, code: "not_found" },
  { name: "a path with a broken escape", path: "/console/api/%zz", status: 404, code: "not_found" },
  { name: "a path with an escaped NUL", path: "/console/api/pi%00ng", status: 404, code: "not_found" },
  {
    name: "a wrong method",
    path: "/console/api/ping",
    request: { method: "DELETE" },
    status: 405,
    code: "method_not_allowed",
    headers: { allow: "GET, HEAD, OPTIONS" }
  },
  {
    name: "an unknown method",
    path: "/console/api/login",
    request: { method: "PROPFIND" },
    status: 405,
    code: "method_not_allowed",
    headers: { allow: "OPTIONS, POST" }
  },
  { name: "HEAD where only POST is", path: login, request: { method: "HEAD" }, status: 405, code: "" },
  {
    name: "OPTIONS of an unknown route",
    path: "/nowhere",
    request: { method: "OPTIONS" },
    status: 404,
    code: "not_found"
  },
  { name: "broken JSON", path: login, request: post('{"email": '), status: 400, code: "invalid_param" },
  { name: "an empty body", path: login, request: post(""), status: 400, code: "invalid_param" },
  { name: "no object", path: login, request: post("[1]"), status: 400, code: "invalid_param" },
  { name: "a wrong type", path: login, request: post({ email: 1, password: "x" }), status: 400, code: "invalid_param" },
  { name: "a missing field", path: login, request: post({ email: "a@b.cd" }), status: 400, code: "invalid_param" },
  { name: "a missing query", path: "/console/api/version", status: 400, code: "invalid_param" },
  { name: "JSON deeper than allowed", path: login, request: post(nested(101)), status: 400, code: "invalid_param" },
  {
    name: "JSON that would overflow a stack",
    path: login,
    request: post(nested(400_000)),
    status: 400,
    code: "invalid_param"
  },
  {
    name: "JSON with more members than allowed",
    path: login,
    request: post(`{${'"":1,'.repeat(999)}"a":{"b":1}}`),
    status: 400,
    code: "invalid_param"
  },
  {
    name: "a body that is no UTF-8",
    path: login,
    request: post(Uint8Array.of(0x22, 0xff, 0xfe, 0x22)),
    status: 400,
    code: "invalid_param"
  },
  {
    name: "another media type",
    path: login,
    request: post("a: 1", { "content-type": "application/yaml" }),
    status: 415,
    code: "unsupported_media_type"
  },
  {
    name: "a form",
    path: login,
    request: post("a=1", { "content-type": "application/x-www-form-urlencoded" }),
    status: 415,
    code: "unsupported_media_type"
  },
  {
    name: "attack: a body without a type, which other pages may send",
    path: "/console/api/setup",
    request: post("{}", {}),
    status: 415,
    code: "unsupported_media_type"
  },
  {
    name: "another charset",
    path: login,
    request: post("{}", { "content-type": "application/json; charset=utf-16" }),
    status: 415,
    code: "unsupported_media_type"
  },
  {
    name: "an oversized body with its length",
    path: login,
    request: post(" ".repeat(1_000_001)),
    status: 413,
    code: "request_entity_too_large"
  },
  {
    name: "an oversized body in chunks",
    path: login,
    request: post(" ".repeat(1_000_001), { ...json, "transfer-encoding": "chunked" }),
    status: 413,
    code: "request_entity_too_large"
  },
  {
    name: "nobody signed in",
    path: "/console/api/account/profile",
    status: 401,
    code: "unauthorized",
    headers: { "www-authenticate": 'Bearer realm="api"' }
  },
  { name: "a declared error that fails", path: "/fails", status: 429, code: "too_many_requests" },
  { name: "a declared error that dies", path: "/dies", status: 409, code: "draft_workflow_not_sync" },
  { name: "a database that is away", path: "/dies-unavailable", status: 503, code: "store_unavailable" },
  { name: "a defect", path: "/defect", status: 500, code: "internal_server_error" },
  { name: "an unknown failure", path: "/failure", status: 500, code: "internal_server_error" },
  { name: "an exception", path: "/throws", status: 500, code: "internal_server_error" },
  { name: "an error page", path: "/pages-error", status: 500, code: "internal_server_error" },
  { name: "a status without a body", path: "/teapot", status: 400, code: "bad_request" }
]

const headerOf = (text: string, name: string): string | undefined =>
  new RegExp(`^${name}: (.*)$`, "im").exec(text)?.[1]?.trim()

describe("the envelope", () => {
  it.live("answers everything outside the schemas in Dify's shape", () =>
    Effect.gen(function* () {
      const { port } = yield* startSite({ bodyLimit: 1_000_000, jsonMembers: 1000 }, failing)
      yield* setUp(port)
      for (const { name, path, request = {}, status, code, headers = {} } of cases) {
        const response = yield* send(port, path, request)
        assert.strictEqual(response.status, status, `${name}: ${response.text}`)
        assert.notInclude(response.text, "secret of", name)
        assert.deepStrictEqual(
          [response.headers["x-version"], response.headers["x-env"]],
          ["0.1.0", "PRODUCTION"],
          name
        )
        assert.match(String(response.headers["x-trace-id"]), /^[0-9a-f]{32}$/, name)
        for (const [header, value] of Object.entries(headers)) assert.strictEqual(response.headers[header], value, name)
        if (request.method === "HEAD") {
          assert.strictEqual(response.text, "", name)
          continue
        }
        assert.match(String(response.headers["content-type"]), /^application\/json/, name)
        const { json } = response
        if (typeof json !== "object" || json === null) assert.fail(`${name}: ${response.text}`)
        assert.includeMembers(["code", "message", "status", "params"], Object.keys(json), name)
        assert.deepInclude(json, { code, status }, name)
        assert.isTrue("message" in json && typeof json.message === "string" && json.message !== "", name)
      }
    }).pipe(Effect.provide(Logger.layer([])))
  )

  it.live("names the first wrong field as params, and shows no value of it", () =>
    Effect.gen(function* () {
      const { port } = yield* startSite()
      yield* setUp(port)
      const secret = "hunter2-hunter2"
      const response = yield* send(port, login, post({ email: "a@b.cd", password: [secret] }))
      assert.deepInclude(response.json, { code: "invalid_param", params: "password" })
      assert.notInclude(response.text, secret)
      const long = yield* send(
        port,
        "/console/api/setup",
        post({ email: "a@b.cd", name: "A", password: secret.repeat(400) })
      )
      assert.deepInclude(long.json, { code: "invalid_param", params: "password" })
      assert.notInclude(long.text, secret)
    })
  )

  it.live("logs what nobody expected once, under the trace id of the response", () => {
    const lines: Array<{ readonly trace: unknown; readonly text: string }> = []
    const logger = Logger.make(({ fiber, message, cause }) => {
      const annotations = Logger.formatStructured.log({
        fiber,
        message,
        cause,
        date: new Date(0),
        logLevel: "Error"
      }).annotations
      lines.push({ trace: annotations["trace_id"], text: String(message) })
    })
    return Effect.gen(function* () {
      const { port } = yield* startSite({}, failing)
      const response = yield* send(port, "/defect?password=geheim")
      assert.deepStrictEqual(lines, [
        { trace: response.headers["x-trace-id"], text: "A request failed for an unknown reason" }
      ])
      yield* send(port, "/fails")
      yield* send(port, "/nowhere")
      assert.lengthOf(lines, 1)
    }).pipe(Effect.provide(Logger.layer([logger])))
  })

  it.live("keeps a plain trace id of the caller and nothing else", () =>
    Effect.gen(function* () {
      const { port } = yield* startSite()
      const traced = (id: string) =>
        Effect.map(
          send(port, "/console/api/ping", { headers: { "x-trace-id": id } }),
          ({ headers }) => headers["x-trace-id"]
        )
      assert.strictEqual(yield* traced("order-17_b"), "order-17_b")
      for (const id of ["", "a b", "<script>", "a".repeat(65), "ä"])
        assert.match(String(yield* traced(id)), /^[0-9a-f]{32}$/)
    })
  )

  it.live("answers HEAD like GET without a body, and OPTIONS with the methods", () =>
    Effect.gen(function* () {
      const { port } = yield* startSite()
      const head = yield* send(port, "/console/api/ping", { method: "HEAD" })
      assert.deepStrictEqual([head.status, head.text], [200, ""])
      const options = yield* send(port, "/console/api/setup", { method: "OPTIONS" })
      assert.deepStrictEqual([options.status, options.headers["allow"]], [204, "GET, HEAD, OPTIONS, POST"])
      assert.strictEqual((yield* send(port, "//console//api/ping")).status, 200)
    })
  )

  it.live("keeps the shape where Node itself answers", () =>
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
