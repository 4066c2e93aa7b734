import { assert, describe, it } from "@effect/vitest"
import { Effect, Layer, Redacted, Stream } from "effect"
import { CapabilityNotInstalled } from "../error/capability_errors.ts"
import { outboundErrors } from "../error/network_errors.ts"
import { OutboundHttp } from "../net/outbound_http.ts"
import type { NetworkError } from "../net/outbound_request.ts"
import { difyErrorType } from "./dify_error_type.ts"
import { LanguageModels } from "./language_models.ts"

/** How a model fails when the network fails like this. */
const failure = (error: NetworkError) => {
  const http = Layer.succeed(OutboundHttp, { request: () => Effect.fail(error), stream: () => Effect.fail(error) })
  const baseUrl = "https://models.test/v1?key=query-secret"
  const layer = LanguageModels.layer({ acme: { baseUrl, apiKey: Redacted.make("sk-secret") } })
  return Effect.flatMap(LanguageModels, (models) =>
    Effect.flip(
      Stream.runDrain(
        models.stream({
          provider: "acme",
          name: "m",
          mode: "chat",
          messages: [{ role: "user", content: "hi" }],
          parameters: {},
          idempotencyKey: "1"
        })
      )
    )
  ).pipe(Effect.provide(Layer.provide(layer, http)))
}

const expected: { readonly [code: string]: string } = {
  outbound_address_refused: "model_unreachable",
  outbound_url_invalid: "model_unreachable",
  outbound_request_invalid: "model_request_invalid",
  outbound_host_not_found: "model_unreachable",
  outbound_connect_failed: "model_unreachable",
  outbound_certificate_refused: "model_unreachable",
  outbound_connection_lost: "model_stream_interrupted",
  outbound_timeout: "model_timeout",
  outbound_response_too_large: "model_answer_too_large",
  outbound_redirect_limit_exceeded: "model_unreachable",
  outbound_response_invalid: "model_answer_invalid"
}

describe("failures of the network under a model", () => {
  it.effect("each has a code of models and a type of Dify's, and says where without secrets", () =>
    Effect.gen(function* () {
      for (const Failure of outboundErrors) {
        const said = "HTTP request failed: sk-secret query-secret\u0000\nnext line"
        const error = yield* failure(new Failure({ message: said }))
        assert.strictEqual(error.code, expected[Failure.declaration.code])
        assert.match(difyErrorType(error), /^Invoke/)
        assert.include(error.message, 'model "m" of "acme" at https://models.test/v1/chat/completions')
        for (const secret of ["sk-secret", "query-secret", "\n", "\u0000"]) {
          assert.notInclude(error.message, secret)
        }
      }
    })
  )

  it.effect("a missing part of the installation keeps its own code", () =>
    Effect.gen(function* () {
      const missing = new CapabilityNotInstalled({ message: "npm install undici" })
      assert.strictEqual(yield* failure(missing), missing)
    })
  )
})
