import { assert, describe, it } from "@effect/vitest"
import { Effect, Layer, Redacted } from "effect"
import { OutboundHttp } from "../net/outbound_http.ts"
import { canary, complete, events, failure, page, request } from "./_ask_fake_server.ts"
import { type FakeAnswer, fakeModelServer, piece, sse, startEvents } from "./_fake_model_server.ts"
import { LanguageModels } from "./language_models.ts"

describe("failures of a model server", () => {
  const statuses: ReadonlyArray<readonly [number, string]> = [
    [400, "model_request_invalid"],
    [401, "model_credentials_invalid"],
    [402, "model_rate_limited"],
    [403, "model_credentials_invalid"],
    [404, "model_not_found"],
    [408, "model_timeout"],
    [422, "model_request_invalid"],
    [429, "model_rate_limited"],
    [500, "model_server_failed"],
    [503, "model_server_failed"],
    [504, "model_timeout"],
    [204, "model_answer_invalid"]
  ]
  it.live("each status has its code, with what the server said", () =>
    Effect.gen(function* () {
      for (const [status, code] of statuses) {
        const error = yield* failure(page(status, { error: { message: "the reason" } }))
        assert.strictEqual(error.code, code, String(status))
        if (status !== 204) assert.include(error.message, "the reason")
        assert.include(error.message, '"gpt-4o"')
      }
    })
  )

  it.live("a refused prompt is model_content_filtered, whatever its status", () =>
    Effect.gen(function* () {
      const error = yield* failure(page(400, { error: { message: "no", code: "content_filter" } }))
      assert.strictEqual(error.code, "model_content_filtered")
    })
  )

  it.live("an error in the middle of a stream ends it with its code", () =>
    Effect.gen(function* () {
      const cases = [
        [{ message: "overloaded", type: "server_error" }, "model_server_failed"],
        [{ message: "slow down", code: "rate_limit_exceeded" }, "model_rate_limited"],
        [{ message: "gone", code: 404 }, "model_not_found"],
        [{ message: "bad", type: "invalid_request_error" }, "model_request_invalid"],
        [{ message: "key", type: "authentication_error" }, "model_credentials_invalid"],
        [{ message: "no", code: "content_filter" }, "model_content_filtered"],
        ["just words", "model_server_failed"]
      ] as const
      for (const [error, code] of cases) {
        const failed = yield* failure(events(sse(piece({ content: "so far" }), { error })))
        assert.strictEqual(failed.code, code)
      }
    })
  )

  it.live("a cut stream is model_stream_interrupted, cleanly ended or not", () =>
    Effect.gen(function* () {
      const clean = yield* failure(events(sse(piece({ content: "half" }))))
      assert.strictEqual(clean.code, "model_stream_interrupted")
      const cut = yield* failure((response) => {
        startEvents(response)
        response.write(sse(piece({ content: "half" })), () => response.destroy())
      })
      assert.strictEqual(cut.code, "model_stream_interrupted")
    })
  )

  it.live("a silent server is model_timeout, nobody listening model_unreachable", () =>
    Effect.gen(function* () {
      const silent = yield* failure(() => {}, { timeout: 100 })
      assert.strictEqual(silent.code, "model_timeout")
      const stalled = yield* failure(
        (response) => {
          startEvents(response)
          response.write(sse(piece({ content: "half" })))
        },
        { timeout: 100 }
      )
      assert.strictEqual(stalled.code, "model_timeout")
      const layer = LanguageModels.layer({ openai: { baseUrl: "http://127.0.0.1:9/v1" } })
      const nobody = yield* Effect.provide(
        Effect.flip(Effect.flatMap(LanguageModels, (models) => models.complete(request()))),
        Layer.provide(layer, OutboundHttp.layer)
      )
      assert.strictEqual(nobody.code, "model_unreachable")
    })
  )

  it.live("garbage is model_answer_invalid: no JSON, an HTML page, an empty answer, JSON of something else", () =>
    Effect.gen(function* () {
      const garbage: ReadonlyArray<FakeAnswer> = [
        events("data: {not json\n\n"),
        events('data: {"choices": "none"}\n\n'),
        events(""),
        page(200, "<html><body>Sign in</body></html>", "text/html"),
        page(200, "<html>", "application/json"),
        page(200, { hello: "world" })
      ]
      for (const answer of garbage) {
        const error = yield* failure(answer)
        assert.strictEqual(error.code, "model_answer_invalid")
      }
    })
  )
})

describe("hostile model servers", () => {
  it.live("a 10 MB line is refused before it fills the memory", () =>
    Effect.gen(function* () {
      const error = yield* failure(events(`data: "${"x".repeat(10 * 1024 * 1024)}"\n\n`))
      assert.strictEqual(error.code, "model_answer_too_large")
    })
  )

  it.live("__proto__ in an answer is data and changes no object", () =>
    Effect.gen(function* () {
      const answer = yield* complete(
        events(
          'data: {"__proto__": {"polluted": true}, "choices": [{"__proto__": {"polluted": true}, "delta": {"content": "ok", "__proto__": {"content": "evil"}}, "finish_reason": "stop"}]}\n\n'
        )
      )
      assert.strictEqual(answer.text, "ok")
      assert.isFalse("polluted" in {})
    })
  )

  it.live("deep nesting and absurd numbers do no harm", () =>
    Effect.gen(function* () {
      const deep = `{"x": ${"[".repeat(200_000)}${"]".repeat(200_000)}, "choices": [{"delta": {"content": "ok"}, "finish_reason": "stop"}]}`
      const usage = '{"choices": [], "usage": {"prompt_tokens": -5, "completion_tokens": 1e999, "total_tokens": {}}}'
      const answer = yield* complete(events(`data: ${usage}\n\ndata: ${deep}\n\n`))
      assert.strictEqual(answer.text, "ok")
      assert.deepInclude(answer.usage, { prompt_tokens: 0, completion_tokens: 0, total_tokens: 0 })
    })
  )

  it.live("the key is in no error, even when the server repeats it", () =>
    Effect.gen(function* () {
      const said = { error: { message: `Incorrect API key provided: ${canary}.`, code: canary, type: canary } }
      const answers: ReadonlyArray<FakeAnswer> = [
        page(401, said),
        page(500, canary, "text/plain"),
        events(sse(said)),
        events(`data: ${canary}\n\n`),
        page(200, { [canary]: canary }),
        (response) => response.destroy()
      ]
      for (const answer of answers) {
        const error = yield* failure(answer)
        assert.notInclude(`${String(error)} ${JSON.stringify(error)} ${error.stack}`, canary)
      }
      const broken = yield* failure(page(200, {}), { apiKey: Redacted.make(`${canary}\nx-evil: 1`) })
      assert.strictEqual(broken.code, "model_request_invalid")
      assert.notInclude(`${String(broken)} ${JSON.stringify(broken)}`, canary)
    })
  )

  it.live("a redirect to another server does not take the key along", () =>
    Effect.scoped(
      Effect.gen(function* () {
        const thief = yield* fakeModelServer(events(sse(piece({ content: "thanks" }, "stop"))))
        const error = yield* failure((response) => {
          response.writeHead(307, { location: `${thief.baseUrl}/chat/completions` })
          response.end()
        })
        assert.strictEqual(error.code, "model_unreachable")
        assert.strictEqual(thief.requests.length, 0)
      })
    )
  )
})
