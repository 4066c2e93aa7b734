import type { ServerResponse } from "node:http"
import { assert, describe, it } from "@effect/vitest"
import { Effect, Fiber, Layer, Redacted } from "effect"
import { counted, fakeModelServer, piece, sse, startEvents } from "../model/_fake_model_server.ts"
import { LanguageModels } from "../model/language_models.ts"
import { OutboundHttp } from "../net/outbound_http.ts"
import { bindLlm, llmData, runBound, trialContext } from "./llm/_try_llm.ts"
import type { NodeSignal } from "./node_context.ts"
import { NodeFailure } from "./node_failure.ts"

const until = (condition: () => boolean) =>
  Effect.gen(function* () {
    for (let count = 0; count < 300 && !condition(); count++) yield* Effect.sleep("10 millis")
    return condition()
  })

const modelsAt = (baseUrl: string) =>
  Layer.provide(LanguageModels.layer({ openai: { baseUrl, apiKey: Redacted.make("sk-x") } }), OutboundHttp.layer)

describe("an llm node and a real server", () => {
  it.live("the first words are announced while the server is still speaking", () =>
    Effect.scoped(
      Effect.gen(function* () {
        const open: Array<ServerResponse> = []
        const server = yield* fakeModelServer((response) => {
          open.push(response)
          startEvents(response)
          response.write(sse(piece({ content: "first" })))
        })
        const signals: Array<NodeSignal> = []
        yield* Effect.gen(function* () {
          const node = yield* bindLlm(llmData(), modelsAt(server.baseUrl))
          const context = trialContext({}, (signal) => signals.push(signal))
          const fiber = yield* Effect.forkChild(runBound(node, context))
          assert.isTrue(yield* until(() => signals.length === 1))
          assert.deepStrictEqual(signals, [{ kind: "chunk", output: "text", text: "first" }])
          assert.isUndefined(fiber.pollUnsafe())
          open[0]?.end(sse(piece({ content: " last" }, "stop"), counted(3, 2), "[DONE]"))
          const outcome = yield* Fiber.join(fiber)
          assert(!(outcome instanceof NodeFailure))
          assert.strictEqual(outcome.outputs.text, "first last")
          assert.strictEqual(outcome.usage?.total_tokens, 5)
          assert.strictEqual(signals.length, 3)
        })
      })
    )
  )

  it.live("stopping the node closes the connection", () =>
    Effect.scoped(
      Effect.gen(function* () {
        const server = yield* fakeModelServer((response) => {
          startEvents(response)
          response.write(sse(piece({ content: "for ever" })))
        })
        const signals: Array<NodeSignal> = []
        const node = yield* bindLlm(llmData(), modelsAt(server.baseUrl))
        const context = trialContext({}, (signal) => signals.push(signal))
        const fiber = yield* Effect.forkChild(runBound(node, context))
        assert.isTrue(yield* until(() => signals.length === 1))
        yield* Fiber.interrupt(fiber)
        assert.isTrue(yield* until(() => server.open() === 0))
      })
    )
  )

  it.live("a failing server fails the node with the model's code and Dify's type", () =>
    Effect.scoped(
      Effect.gen(function* () {
        const server = yield* fakeModelServer((response) => {
          response.writeHead(429, { "content-type": "application/json" })
          response.end('{"error": {"message": "slow down"}}')
        })
        const node = yield* bindLlm(llmData(), modelsAt(server.baseUrl))
        const outcome = yield* runBound(
          node,
          trialContext({}, () => {})
        )
        assert(outcome instanceof NodeFailure)
        assert.strictEqual(outcome.error.code, "model_rate_limited")
        assert.strictEqual(outcome.details.type, "InvokeRateLimitError")
        assert.include(outcome.error.message, "slow down")
      })
    )
  )
})
