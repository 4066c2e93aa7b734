import { assert, describe, it } from "@effect/vitest"
import { DraftWorkflowNotSync, StoreUnavailable } from "@flowglass/core/error"
import { Effect, Layer, Logger } from "effect"
import { HttpRouter, HttpServerResponse } from "effect/http"
import { setUp } from "../console/_test_accounts.ts"
import { TooManyRequests } from "../error/http_errors.ts"
import { send } from "./_test_client.ts"
import { login, post, refusedRequests } from "./_test_refused_requests.ts"
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

describe("the envelope", () => {
  it.live("answers everything outside the schemas in Dify's shape", () =>
    Effect.gen(function* () {
      const { port } = yield* startSite({ bodyLimit: 1_000_000, jsonParts: 1000 }, failing)
      yield* setUp(port)
      for (const { name, path, request = {}, status, code, headers = {} } of refusedRequests) {
        const response = yield* send(port, path, request)
        assert.strictEqual(response.status, status, `${name}: ${response.text}`)
        assert.notInclude(response.text, "secret of", name)
        assert.deepStrictEqual(
          [response.headers["x-version"], response.headers["x-env"]],
          ["0.1.0", "PRODUCTION"],
          name
        )
        assert.match(String(response.headers["x-trace-id"]), /^[0-9a-f]{32}$/, name)
        assert.strictEqual(response.headers["x-request-id"], response.headers["x-trace-id"], name)
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
})
