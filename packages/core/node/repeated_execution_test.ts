import { assert, describe, it } from "@effect/vitest"
import { Effect, Layer, Result } from "effect"
import { LanguageModels } from "../model/language_models.ts"
import { foldAnswer } from "../model/model_answer.ts"
import type { ModelRequest } from "../model/model_request.ts"
import type { OutboundRequest } from "../net/outbound_request.ts"
import { answering, nodeWith } from "./http_request/_test_try_request.ts"
import { httpRequest } from "./http_request.ts"
import { bindLlm, llmData, runBound, trialContext } from "./llm/_try_llm.ts"

/** Makes every change of it throw. */
const frozen = <A>(value: A): A => {
  if (typeof value !== "object" || value === null || Object.isFrozen(value)) return value
  Object.freeze(value)
  for (const member of Object.values(value)) frozen(member)
  return value
}

const recording = (requests: Array<ModelRequest>): Layer.Layer<LanguageModels> =>
  Layer.effect(
    LanguageModels,
    Effect.map(LanguageModels, (models) => {
      const stream = (request: ModelRequest) => {
        requests.push(request)
        return models.stream(request)
      }
      return { ...models, stream, complete: (request: ModelRequest) => foldAnswer(stream(request)) }
    })
  ).pipe(Layer.provide(LanguageModels.layerScripted([{ text: "one" }, { text: "two" }, { text: "three" }])))

describe("a node that runs again", () => {
  it.effect("weakness 26: llm asks as a fresh one would, whatever was asked before", () =>
    Effect.gen(function* () {
      const data = frozen(
        llmData({
          model: {
            provider: "p",
            name: "m",
            mode: "chat",
            completion_params: { temperature: "{{#s.heat#}}", stop: ["."] }
          },
          prompt_template: [
            { role: "system", text: "Greet {{#s.name#}}." },
            { role: "user", text: "{{#context#}} {{#s.name#}}" }
          ],
          context: { enabled: true, variable_selector: ["s", "context"] }
        })
      )
      const requests: Array<ModelRequest> = []
      const ask = (node: Effect.Success<ReturnType<typeof bindLlm>>, name: string, heat: string) =>
        runBound(
          node,
          trialContext({ s: frozen({ name, heat, context: `about ${name}` }) }, () => {})
        )
      const used = yield* bindLlm(data, recording(requests))
      const fresh = yield* bindLlm(data, recording(requests))
      yield* ask(used, "Ada", "0.5")
      yield* ask(used, "Bob", "0.7")
      yield* ask(fresh, "Bob", "0.7")
      assert.strictEqual(requests.length, 3)
      assert.deepStrictEqual(requests[1], requests[2])
      assert.notDeepEqual(requests[0], requests[1])
    })
  )

  it.effect("weakness 26: http-request sends what a fresh one would, whatever was sent before", () =>
    Effect.gen(function* () {
      const data = frozen({
        method: "post",
        url: "https://api.test/{{#s.name#}}",
        headers: "X-Name: {{#s.name#}}",
        params: "q: {{#s.name#}}",
        authorization: { type: "api-key", config: { type: "bearer", api_key: "{{#s.name#}}" } },
        body: { type: "json", data: [{ key: "", type: "text", value: '{"name": "{{#s.name#}}"}' }] }
      })
      const sent: Array<OutboundRequest> = []
      const bind = () => Result.getOrThrow(httpRequest.decode(data))
      const send = (node: ReturnType<typeof bind>, name: string) => {
        const outcome = node.run(nodeWith({ s: { name } }))
        return Effect.isEffect(outcome) ? Effect.provide(outcome, answering({}, sent)) : Effect.die("it is an effect")
      }
      const used = bind()
      yield* send(used, "Ada")
      yield* send(used, "Bob")
      yield* send(bind(), "Bob")
      assert.strictEqual(sent.length, 3)
      assert.deepStrictEqual(sent[1], sent[2])
      assert.notDeepEqual(sent[0], sent[1])
    })
  )
})
