import { Context, Effect, Layer, Result, Stream } from "effect"
import type { ModelError } from "../error/model_errors.ts"
import { OutboundHttp } from "../net/outbound_http.ts"
import type { Requirement } from "../node/define_node.ts"
import { chosenServer } from "./_chosen_server.ts"
import { keyRequirement, notConfigured } from "./_not_configured.ts"
import { askServers } from "./_openai_models.ts"
import { scriptedStream } from "./_scripted_stream.ts"
import { foldAnswer, type ModelAnswer } from "./model_answer.ts"
import type { ModelDelta } from "./model_delta.ts"
import type { ModelRequest } from "./model_request.ts"
import type { ModelScript } from "./model_script.ts"
import type { ModelsConfig } from "./models_config.ts"

/** Asks a model; the last delta is `end`. */
type Ask = (request: ModelRequest) => Stream.Stream<ModelDelta, ModelError>

/** The language models that nodes can ask. Nodes see this service only, so a host can put any model behind it. */
export class LanguageModels extends Context.Service<
  LanguageModels,
  {
    /** The answer as it arrives; interrupting the stream closes the connection. The last delta is `end`. */
    readonly stream: Ask
    /** The whole answer. */
    readonly complete: (request: ModelRequest) => Effect.Effect<ModelAnswer, ModelError>
    /** What has to be configured before this model can be asked; undefined when nothing is missing. */
    readonly missing: (provider: string, name: string) => Effect.Effect<Requirement | undefined>
  }
>()("@flowglass/core/model/LanguageModels") {
  /**
   * Models behind OpenAI-compatible servers. Nothing is asked when the layer is built; a model without a server or key
   * fails with `model_not_configured`, and `missing` says so before.
   *
   * @example
   * ```ts
   * import { Redacted } from "effect"
   * import { LanguageModels } from "@flowglass/core"
   *
   * const models = LanguageModels.layer({
   *   openai: { apiKey: Redacted.make("sk-...") },
   *   "*": { baseUrl: "http://localhost:11434/v1" }
   * })
   * ```
   */
  static layer(config: ModelsConfig): Layer.Layer<LanguageModels, never, OutboundHttp> {
    return Layer.effect(
      LanguageModels,
      Effect.map(OutboundHttp, (http) => {
        const stream = askServers(config, http)
        return LanguageModels.of({
          stream,
          complete: (request) => foldAnswer(stream(request)),
          missing: (provider, name) =>
            Effect.succeed(
              Result.match(chosenServer(config, provider, name), {
                onFailure: keyRequirement,
                onSuccess: () => undefined
              })
            )
        })
      })
    )
  }

  /**
   * Models that answer by a script: deterministic, without a network. A request that no answer matches fails with
   * `model_script_unmatched`.
   *
   * @example
   * ```ts
   * import { Effect } from "effect"
   * import { LanguageModels } from "@flowglass/core"
   *
   * const ask = Effect.gen(function* () {
   *   const models = yield* LanguageModels
   *   const answer = yield* models.complete({
   *     provider: "openai",
   *     name: "gpt-4o",
   *     mode: "chat",
   *     messages: [{ role: "user", content: "hi" }],
   *     parameters: {},
   *     idempotencyKey: "1"
   *   })
   *   return answer.text
   * })
   * const text = await Effect.runPromise(Effect.provide(ask, LanguageModels.layerScripted([{ text: "Hello you" }])))
   * text // => "Hello you"
   * ```
   */
  static layerScripted(script: ModelScript): Layer.Layer<LanguageModels> {
    return Layer.sync(LanguageModels, () => {
      let calls = 0
      const stream: Ask = (request) => Stream.suspend(() => scriptedStream(script, request, ++calls))
      return LanguageModels.of({
        stream,
        complete: (request) => foldAnswer(stream(request)),
        missing: () => Effect.undefined
      })
    })
  }

  /** No model at all: every request fails with `model_not_configured`. */
  static readonly layerNone: Layer.Layer<LanguageModels> = Layer.sync(LanguageModels, () => {
    const refusal = (provider: string, name: string) => notConfigured(provider, name, "no models are configured")
    return LanguageModels.of({
      stream: (request) => Stream.fail(refusal(request.provider, request.name)),
      complete: (request) => Effect.fail(refusal(request.provider, request.name)),
      missing: (provider, name) => Effect.succeed(keyRequirement(refusal(provider, name)))
    })
  })
}
