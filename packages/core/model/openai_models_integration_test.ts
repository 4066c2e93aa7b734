import { assert, describe, it } from "@effect/vitest"
import { Effect, Fiber, Redacted, Stream } from "effect"
import { canary, complete, events, page, request, withServer } from "./_ask_fake_server.ts"
import { counted, piece, sse, startEvents } from "./_fake_model_server.ts"
import type { ModelDelta } from "./model_delta.ts"
import type { ModelPrice } from "./model_price.ts"

const until = (condition: () => boolean) =>
  Effect.gen(function* () {
    for (let count = 0; count < 200 && !condition(); count++) yield* Effect.sleep("10 millis")
    return condition()
  })

describe("asking an OpenAI-compatible server", () => {
  it.live("the request is a streamed chat completion with the key, the parameters and a hashed idempotency key", () =>
    withServer(events(sse(piece({ content: "ok" }, "stop"), "[DONE]")), (models, server) =>
      Effect.gen(function* () {
        yield* models.complete(
          request({
            parameters: { temperature: 0.7, model: "evil", stream: false, messages: [], n: 5, big: 9007199254740993n },
            stop: ["END"],
            tools: [{ name: "look", description: "looks", parametersSchema: { type: "object" } }],
            messages: [
              { role: "system", content: "be brief" },
              {
                role: "user",
                content: [
                  { kind: "text", text: "what is this?" },
                  { kind: "image", url: "data:image/png;base64,AA==", detail: "high" }
                ]
              }
            ],
            idempotencyKey: "run/root/節点/0"
          })
        )
        const [asked] = server.requests
        assert.strictEqual(asked?.path, "/v1/chat/completions")
        assert.strictEqual(asked?.headers.authorization, `Bearer ${canary}`)
        assert.match(String(asked?.headers["idempotency-key"]), /^[0-9a-f]{64}$/)
        assert.include(asked?.body, "9007199254740993")
        assert.deepStrictEqual(JSON.parse(asked?.body ?? ""), {
          temperature: 0.7,
          big: Number("9007199254740993"),
          model: "gpt-4o",
          messages: [
            { role: "system", content: "be brief" },
            {
              role: "user",
              content: [
                { type: "text", text: "what is this?" },
                { type: "image_url", image_url: { url: "data:image/png;base64,AA==", detail: "high" } }
              ]
            }
          ],
          stream: true,
          stream_options: { include_usage: true },
          stop: ["END"],
          tools: [
            { type: "function", function: { name: "look", description: "looks", parameters: { type: "object" } } }
          ]
        })
      })
    )
  )

  it.live("text, reasoning, assembled tool calls and usage arrive as deltas, the end last", () =>
    withServer(
      events(
        sse(
          piece({ role: "assistant", content: "" }),
          piece({ reasoning_content: "hmm" }),
          piece({ content: "Hel" }),
          piece({ content: "lo" }),
          piece({ tool_calls: [{ index: 0, id: "c1", function: { name: "look", arguments: '{"a"' } }] }),
          piece({ tool_calls: [{ index: 1, id: "c2", function: { name: "find", arguments: "{}" } }] }),
          piece({ tool_calls: [{ index: 0, function: { arguments: ":1}" } }] }),
          piece({}, "tool_calls"),
          counted(7, 3),
          "[DONE]"
        )
      ),
      (models) =>
        Effect.gen(function* () {
          const deltas: ReadonlyArray<ModelDelta> = yield* Stream.runCollect(models.stream(request()))
          const end = deltas.at(-1)
          assert.deepStrictEqual(deltas.slice(0, -1), [
            { kind: "reasoning", text: "hmm" },
            { kind: "text", text: "Hel" },
            { kind: "text", text: "lo" },
            { kind: "tool_call", call: { id: "c1", name: "look", arguments: '{"a":1}' } },
            { kind: "tool_call", call: { id: "c2", name: "find", arguments: "{}" } }
          ])
          assert(end?.kind === "end")
          assert.strictEqual(end.finishReason, "tool_calls")
          assert.deepInclude(end.usage, { prompt_tokens: 7, completion_tokens: 3, total_tokens: 10 })
          assert.isAtLeast(end.usage.latency ?? -1, 0)
        })
    )
  )

  it.live("characters and events may be split at every byte", () =>
    Effect.gen(function* () {
      const bytes = Buffer.from(sse(piece({ content: "héllo 🌍 " }), piece({ content: "世界" }, "stop"), "[DONE]"))
      const answer = yield* complete((response) => {
        startEvents(response)
        let index = 0
        const next = () => {
          if (index >= bytes.length) response.end()
          else response.write(bytes.subarray(index, ++index), () => setImmediate(next))
        }
        next()
      })
      assert.strictEqual(answer.text, "héllo 🌍 世界")
      assert.strictEqual(answer.finishReason, "stop")
    })
  )

  it.live("servers without [DONE], without a last empty line, with CRLF, comments and event names are understood", () =>
    Effect.gen(function* () {
      const first = JSON.stringify(piece({ content: "a" }))
      const last = JSON.stringify(piece({ content: "b" }, "stop"))
      const answer = yield* complete(
        events(`: ping\r\n\r\nevent: chunk\r\ndata: ${first}\r\n\r\nretry: 10\r\n\r\ndata:${last}`)
      )
      assert.strictEqual(answer.text, "ab")
      assert.deepInclude(answer.usage, { prompt_tokens: 0, completion_tokens: 0, total_tokens: 0 })
    })
  )

  it.live("a server that does not stream answers in one JSON", () =>
    Effect.gen(function* () {
      const answer = yield* complete(
        page(200, {
          choices: [{ index: 0, message: { role: "assistant", content: "whole" }, finish_reason: "length" }],
          usage: { prompt_tokens: 1, completion_tokens: 2, total_tokens: 3 }
        })
      )
      assert.deepInclude(answer, { text: "whole", finishReason: "length" })
      assert.strictEqual(answer.usage.total_tokens, 3)
    })
  )

  it.live("an answer tells what it cost, streamed or not, where the host said what the model costs", () =>
    Effect.gen(function* () {
      const counts = { prompt_tokens: 1_000_000, completion_tokens: 2_000_000, total_tokens: 3_000_000 }
      const message = { role: "assistant", content: "whole" }
      const answers = [
        page(200, { choices: [{ index: 0, message, finish_reason: "stop" }], usage: counts }),
        events(sse(piece({ content: "ok" }, "stop"), { choices: [], usage: counts }, "[DONE]"))
      ]
      for (const answer of answers) {
        const asked = (prices: Readonly<Record<string, ModelPrice>>) =>
          withServer(answer, (models) => models.complete(request()), { apiKey: Redacted.make(canary), prices })
        const priced = yield* asked({ "gpt-4o": { prompt: "2.5", completion: "10", currency: "EUR" } })
        assert.deepInclude(priced.usage, { total_price: "22.5", currency: "EUR" })
        assert.deepInclude(priced.prices, {
          prompt_price: "2.5",
          completion_price: "20",
          prompt_price_unit: "0.000001"
        })
        for (const prices of [
          { other: { prompt: "1", completion: "1" } },
          { "gpt-4o": { prompt: "free", completion: "" } }
        ]) {
          const free = yield* asked(prices)
          assert.isUndefined(free.prices)
          assert.isUndefined(free.usage.total_price)
        }
      }
    })
  )

  it.live("the server's own name of a model and a keyless server are configuration", () =>
    withServer(
      events(sse(piece({ content: "ok" }, "stop"))),
      (models, server) =>
        Effect.gen(function* () {
          yield* models.complete(request())
          assert.strictEqual(JSON.parse(server.requests[0]?.body ?? "{}").model, "llama3.1:8b")
          assert.isUndefined(server.requests[0]?.headers.authorization)
        }),
      { models: { "gpt-4o": "llama3.1:8b" } }
    )
  )

  it.live("a connection lost after the model has finished loses nothing", () =>
    Effect.gen(function* () {
      const answer = yield* complete((response) => {
        startEvents(response)
        response.write(sse(piece({ content: "all" }, "stop")), () => response.destroy())
      })
      assert.strictEqual(answer.text, "all")
    })
  )

  it.live("leaving the stream or interrupting it closes the connection to a slow server", () =>
    withServer(
      (response) => {
        startEvents(response)
        response.write(sse(piece({ content: "first" })))
      },
      (models, server) =>
        Effect.gen(function* () {
          const [first] = yield* Stream.runCollect(Stream.take(models.stream(request()), 1))
          assert.deepStrictEqual(first, { kind: "text", text: "first" })
          assert.isTrue(yield* until(() => server.open() === 0))
          const fiber = yield* Effect.forkChild(models.complete(request()))
          assert.isTrue(yield* until(() => server.requests.length === 2))
          yield* Fiber.interrupt(fiber)
          assert.isTrue(yield* until(() => server.open() === 0))
        })
    )
  )
})
