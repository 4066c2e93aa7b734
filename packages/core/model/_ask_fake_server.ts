import { Effect, Layer, Redacted } from "effect"
import { OutboundHttp } from "../net/outbound_http.ts"
import { type FakeAnswer, fakeModelServer, startEvents } from "./_fake_model_server.ts"
import { LanguageModels } from "./language_models.ts"
import type { ModelRequest } from "./model_request.ts"
import type { ModelServer } from "./models_config.ts"

/** For tests: a key that must be in no message. */
export const canary = "sk-CANARY-4f1d9c0b7a"

/** For tests: a request, with these changes. */
export const request = (given: Partial<ModelRequest> = {}): ModelRequest => ({
  provider: "langgenius/openai/openai",
  name: "gpt-4o",
  mode: "chat",
  messages: [{ role: "user", content: "hi" }],
  parameters: {},
  idempotencyKey: "run/root/llm/0",
  ...given
})

/** For tests: starts a server that answers like this, and the models that ask it. */
export const withServer = <A, E>(
  answer: FakeAnswer,
  use: (
    models: LanguageModels["Service"],
    server: Effect.Success<ReturnType<typeof fakeModelServer>>
  ) => Effect.Effect<A, E>,
  settings: Omit<ModelServer, "baseUrl"> = { apiKey: Redacted.make(canary) }
) =>
  Effect.scoped(
    Effect.gen(function* () {
      const server = yield* fakeModelServer(answer)
      const layer = LanguageModels.layer({ openai: { baseUrl: server.baseUrl, ...settings } })
      return yield* Effect.provide(
        Effect.flatMap(LanguageModels, (models) => use(models, server)),
        Layer.provide(layer, OutboundHttp.layer)
      )
    })
  )

/** For tests: the whole answer of such a server. */
export const complete = (answer: FakeAnswer, given: Partial<ModelRequest> = {}) =>
  withServer(answer, (models) => models.complete(request(given)))

/** For tests: how such a server fails. */
export const failure = (answer: FakeAnswer, settings?: Omit<ModelServer, "baseUrl">) =>
  withServer(answer, (models) => Effect.flip(models.complete(request())), settings)

/** For tests: answers with these bytes as server-sent events. */
export const events =
  (...pieces: ReadonlyArray<string | Uint8Array>): FakeAnswer =>
  (response) => {
    startEvents(response)
    for (const bytes of pieces) response.write(bytes)
    response.end()
  }

/** For tests: answers with a status and a body. */
export const page =
  (status: number, body: unknown, type = "application/json"): FakeAnswer =>
  (response) => {
    response.writeHead(status, { "content-type": type })
    response.end(typeof body === "string" ? body : JSON.stringify(body))
  }
