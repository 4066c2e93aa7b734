import { assert, describe, it } from "@effect/vitest"
import { Effect, Fiber, Layer, Redacted, Stream } from "effect"
import { TestClock } from "effect/testing"
import { ModelRateLimited, modelErrors } from "../error/model_errors.ts"
import { OutboundHttp } from "../net/outbound_http.ts"
import { LanguageModels } from "./language_models.ts"
import type { ModelRequest } from "./model_request.ts"
import type { ModelScript } from "./model_script.ts"
import type { ModelsConfig } from "./models_config.ts"

const ask = (text: string, given: Partial<ModelRequest> = {}): ModelRequest => ({
  provider: "langgenius/openai/openai",
  name: "gpt-4o",
  mode: "chat",
  messages: [{ role: "user", content: text }],
  parameters: {},
  idempotencyKey: "1",
  ...given
})

const scripted = <A, E>(script: ModelScript, use: (models: LanguageModels["Service"]) => Effect.Effect<A, E>) =>
  Effect.provide(Effect.flatMap(LanguageModels, use), LanguageModels.layerScripted(script))

describe("scripted models", () => {
  it.effect("text comes word by word, then an empty piece, then the end", () =>
    scripted([{ text: "a b  c", reasoning: "hm" }], (models) =>
      Effect.gen(function* () {
        const deltas = yield* Stream.runCollect(models.stream(ask("two words")))
        assert.deepStrictEqual(deltas, [
          { kind: "reasoning", text: "hm" },
          { kind: "text", text: "a" },
          { kind: "text", text: " b" },
          { kind: "text", text: " " },
          { kind: "text", text: " c" },
          { kind: "text", text: "" },
          {
            kind: "end",
            finishReason: "stop",
            usage: { prompt_tokens: 2, completion_tokens: 3, total_tokens: 5, latency: 0 }
          }
        ])
      })
    )
  )

  it.effect("the first answer that matches provider, name, last user text and number of the call is given", () =>
    scripted(
      [
        { call: 2, text: "second call" },
        { provider: "anthropic", text: "claude" },
        { name: "o3", text: "thinker" },
        { user: "weather", text: "sunny" },
        { text: (request) => `you said ${String(request.messages[0]?.content)}` }
      ],
      (models) =>
        Effect.gen(function* () {
          const text = (request: ModelRequest) => Effect.map(models.complete(request), (answer) => answer.text)
          assert.strictEqual(yield* text(ask("the weather?")), "sunny")
          assert.strictEqual(yield* text(ask("the weather?")), "second call")
          assert.strictEqual(yield* text(ask("x", { provider: "langgenius/anthropic/anthropic" })), "claude")
          assert.strictEqual(yield* text(ask("x", { name: "o3" })), "thinker")
          assert.strictEqual(yield* text(ask("hello")), "you said hello")
          assert.isUndefined(yield* models.missing("openai", "gpt-4o"))
        })
    )
  )

  it.effect("errors come at once or in the middle, delays pass before each piece", () =>
    Effect.gen(function* () {
      const error = new ModelRateLimited({ message: "slow down" })
      const seen: Array<string> = []
      const failed = yield* scripted([{ text: "one two three", error, errorAfter: 2 }], (models) =>
        Effect.flip(
          Stream.runForEach(models.stream(ask("x")), (delta) =>
            Effect.sync(() => seen.push(delta.kind === "text" ? delta.text : delta.kind))
          )
        )
      )
      assert.strictEqual(failed, error)
      assert.deepStrictEqual(seen, ["one", " two"])
      const fiber = yield* Effect.forkChild(
        scripted([{ text: "late", delay: "1 second" }], (models) => models.complete(ask("x")))
      )
      yield* TestClock.adjust("2 seconds")
      assert.isUndefined(fiber.pollUnsafe())
      yield* TestClock.adjust("1 second")
      assert.strictEqual((yield* Fiber.join(fiber)).text, "late")
    })
  )

  it.effect("tool calls are given whole", () =>
    scripted([{ toolCalls: [{ id: "1", name: "look", arguments: "{}" }] }], (models) =>
      Effect.gen(function* () {
        const answer = yield* models.complete(ask("x"))
        assert.deepStrictEqual(answer.toolCalls, [{ id: "1", name: "look", arguments: "{}" }])
        assert.strictEqual(answer.finishReason, "tool_calls")
      })
    )
  )

  it.effect("a request without an answer is model_script_unmatched", () =>
    scripted([{ user: "weather", text: "sunny" }], (models) =>
      Effect.gen(function* () {
        const error = yield* Effect.flip(models.complete(ask("hello")))
        assert.strictEqual(error.code, "model_script_unmatched")
        assert.include(error.message, "gpt-4o")
      })
    )
  )
})

describe("models that are not configured", () => {
  it.effect("without models everything is model_not_configured, before and when asked", () =>
    Effect.gen(function* () {
      const models = yield* LanguageModels
      const missing = yield* models.missing("langgenius/deepseek/deepseek", "deepseek-chat")
      assert.strictEqual(missing?.kind, "key")
      assert.strictEqual(missing?.error.code, "model_not_configured")
      assert.include(missing?.error.message, '"deepseek"')
      assert.strictEqual((yield* Effect.flip(models.complete(ask("x")))).code, "model_not_configured")
      assert.strictEqual((yield* Effect.flip(Stream.runDrain(models.stream(ask("x"))))).code, "model_not_configured")
    }).pipe(Effect.provide(LanguageModels.layerNone))
  )

  // Every request would be a defect: `missing` must decide without the network.
  const noNetwork = Layer.succeed(OutboundHttp, {
    request: () => Effect.die("asked the network"),
    stream: () => Effect.die("asked the network")
  })

  const missing = (config: ModelsConfig, provider: string) =>
    Effect.provide(
      Effect.flatMap(LanguageModels, (models) => models.missing(provider, "m")),
      Layer.provide(LanguageModels.layer(config), noNetwork)
    )

  const key = Redacted.make("sk-secret")

  it.effect("a known provider needs a key, a server of one's own an address", () =>
    Effect.gen(function* () {
      const enough: ReadonlyArray<readonly [ModelsConfig, string]> = [
        [{ openai: { apiKey: key } }, "langgenius/openai/openai"],
        [{ openai: { apiKey: key } }, "OpenAI"],
        [{ "acme/gpt/openai": { apiKey: key } }, "acme/gpt/openai"],
        [{ ollama: {} }, "langgenius/ollama/ollama"],
        [{ vllm: { baseUrl: "http://localhost:8000/v1" } }, "acme/vllm/vllm"],
        [{ "*": { baseUrl: "http://localhost:8000/v1" } }, "langgenius/openai/openai"]
      ]
      for (const [config, provider] of enough) assert.isUndefined(yield* missing(config, provider), provider)
      const lacking: ReadonlyArray<readonly [ModelsConfig, string, string]> = [
        [{}, "openai", "not configured"],
        [{ openai: {} }, "openai", "no apiKey"],
        [{ openai: { apiKey: Redacted.make("  ") } }, "openai", "no apiKey"],
        [{ vllm: { apiKey: key } }, "vllm", "no baseUrl"],
        [{ vllm: { baseUrl: "localhost:8000" } }, "vllm", "no http or https address"],
        [{ vllm: { baseUrl: "file:///etc/passwd" } }, "vllm", "no http or https address"],
        [{ openai: { apiKey: key } }, "ollama", "not configured"]
      ]
      for (const [config, provider, why] of lacking) {
        const requirement = yield* missing(config, provider)
        assert.include(requirement?.error.message, why)
        assert.notInclude(requirement?.error.message, "sk-secret")
      }
    })
  )

  it.effect("the key of * is not sent to a known provider, and __proto__ is no provider", () =>
    Effect.gen(function* () {
      const requirement = yield* missing({ "*": { apiKey: key } }, "openai")
      assert.include(requirement?.error.message, "no baseUrl")
      assert.isDefined(yield* missing({ openai: { apiKey: key } }, "__proto__"))
      assert.isDefined(yield* missing({ openai: { apiKey: key } }, "constructor"))
    })
  )
})

describe("codes of models", () => {
  it("are of one family and unique", () => {
    const codes = modelErrors.map((error) => error.declaration.code)
    assert.strictEqual(new Set(codes).size, codes.length)
    for (const { declaration } of modelErrors) assert.strictEqual(declaration.family, "model")
  })
})
