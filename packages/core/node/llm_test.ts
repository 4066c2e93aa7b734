import { assert, describe, expect, it } from "@effect/vitest"
import { Effect, Result } from "effect"
import { ModelRateLimited } from "../error/model_errors.ts"
import { LanguageModels } from "../model/language_models.ts"
import { float } from "../value/value.ts"
import { bindLlm, failureOf, llmData, resultOf, tryLlm } from "./llm/_try_llm.ts"
import { llm } from "./llm.ts"

const usage = { prompt_tokens: 10, completion_tokens: 5, total_tokens: 15 }

const shownUsage = {
  ...usage,
  prompt_unit_price: "0",
  prompt_price_unit: "0",
  prompt_price: "0",
  completion_unit_price: "0",
  completion_price_unit: "0",
  completion_price: "0",
  total_price: "0",
  currency: "USD",
  latency: float(0)
}

const model = { provider: "p", name: "m", mode: "chat" }

describe("llm", () => {
  it.effect("asks, streams and shows what it did", () =>
    Effect.gen(function* () {
      const trial = yield* tryLlm(
        llmData({
          model: {
            provider: "langgenius/openai/openai",
            name: "gpt-4o",
            mode: "chat",
            completion_params: { temperature: "{{#start.heat#}}", stop: ["END"] }
          },
          prompt_template: [
            { role: "system", text: "Greet." },
            { role: "user", text: "I am {{#start.name#}}, {{#start.age#}}" }
          ]
        }),
        { start: { name: "Ada", heat: "0.5", age: null } },
        [{ text: "Hello Ada", usage }]
      )
      const [request] = trial.requests
      assert.deepInclude(request, {
        provider: "langgenius/openai/openai",
        name: "gpt-4o",
        mode: "chat",
        stop: ["END"],
        idempotencyKey: "run/root/llm/0"
      })
      expect(request?.parameters).toEqual({ temperature: 0.5 })
      expect(request?.messages).toEqual([
        { role: "system", content: "Greet." },
        { role: "user", content: "I am Ada, " }
      ])
      assert.deepStrictEqual(trial.signals, [
        { kind: "chunk", output: "text", text: "Hello" },
        { kind: "chunk", output: "text", text: " Ada" },
        { kind: "chunk", output: "text", text: "" }
      ])
      const times = { time_to_first_token: float(0), time_to_generate: float(0) }
      const { outputs, inputs, processData, ...rest } = resultOf(trial)
      expect(outputs).toEqual({
        text: "Hello Ada",
        reasoning_content: "",
        usage: { ...shownUsage, ...times },
        finish_reason: "stop"
      })
      expect(inputs).toEqual({
        "#start.name#": "Ada",
        "#start.age#": "",
        model_provider: "langgenius/openai/openai",
        model_name: "gpt-4o"
      })
      expect(processData).toEqual({
        model_mode: "chat",
        prompts: [
          { role: "system", text: "Greet.", files: [] },
          { role: "user", text: "I am Ada, ", files: [] }
        ],
        usage: { ...shownUsage, ...times },
        finish_reason: "stop",
        model_provider: "langgenius/openai/openai",
        model_name: "gpt-4o"
      })
      expect(rest).toEqual({ usage: { ...usage, total_price: "0", currency: "USD", latency: 0 } })
    })
  )

  it.effect("a failing model keeps what was shown, under Dify's name of the failure", () =>
    Effect.gen(function* () {
      const error = new ModelRateLimited({ message: "slow down" })
      const trial = yield* tryLlm(llmData(), {}, [{ text: "half an answer", error, errorAfter: 1 }])
      const failure = failureOf(trial)
      assert.strictEqual(failure.error, error)
      assert.strictEqual(failure.details.type, "InvokeRateLimitError")
      expect(failure.details.processData).toMatchObject({
        prompts: [{ role: "user", text: "hi" }],
        model_name: "gpt-4o"
      })
      assert.deepStrictEqual(trial.signals, [{ kind: "chunk", output: "text", text: "half" }])
    })
  )

  it.effect("tells what has to be configured before it runs, and fails with the same code", () =>
    Effect.gen(function* () {
      const node = yield* bindLlm(llmData(), LanguageModels.layerNone)
      const [missing] = yield* node.requirements ?? Effect.succeed([])
      assert.strictEqual(missing?.error.code, "model_not_configured")
      const ready = yield* bindLlm(llmData(), LanguageModels.layerScripted([]))
      assert.deepStrictEqual(yield* ready.requirements ?? Effect.succeed([]), [])
    })
  )

  it("its example is what the default mock answers, complete", () => {
    const { example, mockDefault } = llm.description
    const node = Result.getOrThrow(llm.decode(example.config))
    const result = node.mock(mockDefault ?? {})
    expect(result.outputs).toEqual(example.outputs)
    expect(result.usage).toEqual(usage)
    expect(result.inputs).toEqual({ model_provider: "openai", model_name: "gpt-4o-mini" })
    expect(result.outputs.usage).toEqual({ ...shownUsage, time_to_first_token: null, time_to_generate: null })
  })

  it("a mock may give only a part, and more than the node has", () => {
    const node = Result.getOrThrow(llm.decode(llmData()))
    const { outputs, usage } = node.mock({
      text: "hi",
      usage: { prompt_tokens: float(2) },
      structured_output: { a: 1 }
    })
    expect(outputs).toMatchObject({
      text: "hi",
      reasoning_content: "",
      finish_reason: "stop",
      structured_output: { a: 1 }
    })
    expect(usage).toEqual({ prompt_tokens: 2, completion_tokens: 0, total_tokens: 2 })
    expect(node.mock({}).outputs).toMatchObject({ text: "", finish_reason: "stop" })
  })

  it("declares its outputs, and the object only when it is asked for", () => {
    const names = (data: unknown) => Result.getOrThrow(llm.decode(data)).outputs.map((output) => output.name)
    const always = ["text", "reasoning_content", "usage", "finish_reason", "files"]
    assert.sameMembers(names(llmData()), always)
    const schema = { structured_output: { schema: {} } }
    assert.sameMembers(names(llmData({ ...schema, structured_output_switch_on: true })), [
      ...always,
      "structured_output"
    ])
    assert.sameMembers(names(llmData({ ...schema, structured_output_enabled: true })), [...always, "structured_output"])
    const off = { structured_output_switch_on: false, structured_output_enabled: true }
    assert.sameMembers(names(llmData({ ...schema, ...off })), always)
    assert.sameMembers(names(llmData({ structured_output: null, structured_output_switch_on: true })), always)
  })

  it("names every variable it reads", () => {
    const node = Result.getOrThrow(
      llm.decode(
        llmData({
          model: { ...model, completion_params: { seed: "{{#start.seed#}}" } },
          prompt_template: [
            { role: "user", text: "{{#start.a#}} {{#context#}}" },
            { role: "user", edition_type: "jinja2", text: "{{#ignored.x#}}", jinja2_text: "{{ j }}" }
          ],
          prompt_config: { jinja2_variables: [{ variable: "j", value_selector: ["start", "j"] }] },
          memory: { window: { enabled: false }, query_prompt_template: "{{#sys.query#}}" },
          context: { enabled: true, variable_selector: ["search", "result"] },
          vision: { enabled: true, configs: { variable_selector: ["start", "picture"] } }
        })
      )
    )
    assert.deepStrictEqual(node.selectors, [
      ["start", "a"],
      ["sys", "query"],
      ["start", "j"],
      ["start", "seed"],
      ["search", "result"],
      ["start", "picture"]
    ])
  })

  it("null and absent settings of all ages of files mean the defaults", () => {
    const minimal = { type: "llm", model, prompt_template: [{ role: "user", text: "hi" }] }
    const nulls = {
      ...minimal,
      model: { ...model, completion_params: null },
      prompt_template: [{ id: "x", role: "user", text: null, edition_type: null, jinja2_text: null }],
      prompt_config: null,
      memory: null,
      context: null,
      vision: { enabled: true, configs: null },
      structured_output: null,
      structured_output_switch_on: null,
      reasoning_format: null
    }
    const others = [
      { ...minimal, prompt_config: { jinja2_variables: null }, vision: null },
      {
        ...minimal,
        memory: { role_prefix: null, window: { enabled: false, size: null }, query_prompt_template: null }
      },
      { ...minimal, memory: { enabled: false, window: { enabled: true, size: 50 } } },
      { ...minimal, context: { enabled: false, variable_selector: null }, structured_output: { enabled: false } },
      { ...minimal, prompt_template: { text: "hi", edition_type: "basic" }, model: { ...model, mode: "completion" } }
    ]
    for (const data of [minimal, nulls, ...others]) assert.isTrue(Result.isSuccess(llm.decode(data)))
    const vision = Result.getOrThrow(llm.decode(nulls)).selectors
    assert.deepStrictEqual(vision, [["sys", "files"]])
  })

  it("a file without a model, mode or role does not decode", () => {
    const prompt_template = [{ role: "user", text: "hi" }]
    const wrong = [
      { prompt_template },
      { model: { provider: "p", name: "m" }, prompt_template },
      { model: { ...model, mode: "dream" }, prompt_template },
      { model, prompt_template: [{ role: "tool", text: "hi" }] },
      { model }
    ]
    for (const data of wrong) assert.isTrue(Result.isFailure(llm.decode(data)))
  })

  it.effect("__proto__ among parameters and mocks is data", () =>
    Effect.gen(function* () {
      const completion_params = JSON.parse('{"__proto__": {"polluted": true}}')
      const trial = yield* tryLlm(llmData({ model: { ...model, completion_params } }))
      assert.deepStrictEqual(Object.keys(trial.requests[0]?.parameters ?? {}), ["__proto__"])
      const node = Result.getOrThrow(llm.decode(llmData()))
      const { outputs } = node.mock(JSON.parse('{"__proto__": {"text": "evil"}}'))
      assert.strictEqual(outputs.text, "")
      assert.isFalse("polluted" in {})
    })
  )
})
