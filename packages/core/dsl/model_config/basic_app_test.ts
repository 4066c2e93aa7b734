import { assert, describe, expect, it } from "@effect/vitest"
import { Effect, Layer } from "effect"
import { LanguageModels } from "../../model/language_models.ts"
import { foldAnswer } from "../../model/model_answer.ts"
import type { ModelRequest } from "../../model/model_request.ts"
import { agentV2 } from "../../node/agent_v2.ts"
import { answer } from "../../node/answer.ts"
import { end } from "../../node/end.ts"
import { knowledgeRetrieval } from "../../node/knowledge_retrieval.ts"
import { llm } from "../../node/llm.ts"
import { NodeRegistry } from "../../node/node_registry.ts"
import { start } from "../../node/start.ts"
import { engineLayer } from "../../run/_test_run_to_end.ts"
import type { RunOptions } from "../../run/run_options.ts"
import { WorkflowRunner } from "../../run/workflow_runner.ts"
import { readWorkflow } from "../read_workflow.ts"

interface Data {
  readonly [name: string]: unknown
}

const chatModel = { provider: "openai", name: "gpt", mode: "chat", completion_params: { temperature: 0, stop: [] } }
const completionModel = { ...chatModel, mode: "completion" }
const nodes = [start, end, answer, llm, agentV2, knowledgeRetrieval]

const fileOf = (mode: string, modelConfig: Data): string =>
  JSON.stringify({ app: { mode, name: "Basic" }, kind: "app", model_config: { model: chatModel, ...modelConfig } })

/** Runs a basic app against a model that says hello; what the model was asked, and what came of it. */
const tried = (mode: string, modelConfig: Data, options: RunOptions = {}) => {
  const requests: Array<ModelRequest> = []
  const recording = Layer.effect(
    LanguageModels,
    Effect.map(LanguageModels, (models) => {
      const stream = (request: ModelRequest) => {
        requests.push(request)
        return models.stream(request)
      }
      return { ...models, stream, complete: (request: ModelRequest) => foldAnswer(stream(request)) }
    })
  ).pipe(Layer.provide(LanguageModels.layerScripted([{ text: "Hello" }])))
  return Effect.gen(function* () {
    const runner = yield* WorkflowRunner
    const workflow = yield* runner.load({ text: fileOf(mode, modelConfig) })
    const { status, outputs, error } = yield* runner.run(workflow, options)
    return { status, outputs, error, requests, messages: requests[0]?.messages, warnings: workflow.warnings }
  }).pipe(
    Effect.provide(
      WorkflowRunner.layer.pipe(
        Layer.provide(NodeRegistry.layer(nodes).pipe(Layer.provide(recording))),
        Layer.provide(engineLayer)
      )
    )
  )
}

const form = [
  { "text-input": { variable: "lang", label: "Language", required: true, max_length: 8, default: "de" } },
  { select: { variable: "tone", label: "Tone", options: ["formal", "plain"] } },
  { number: { variable: "count", label: "Count" } },
  { external_data_tool: { variable: "fetched", label: "Fetched" } }
]

describe("a chat app", () => {
  it.effect("is a system prompt with its inputs, and what the user said", () =>
    Effect.gen(function* () {
      const modelConfig = { pre_prompt: "Speak {{lang}}, {{tone}}. {{count}} {{other}}", user_input_form: form }
      const { status, outputs, messages } = yield* tried("chat", modelConfig, {
        query: "hi",
        inputs: { lang: "fr", tone: "plain", count: 3 }
      })
      assert.deepStrictEqual([status, outputs.answer], ["succeeded", "Hello"])
      // Dify leaves what names no input as it is.
      expect(messages).toEqual([
        { role: "system", content: "Speak fr, plain. 3 {{other}}\n" },
        { role: "user", content: "hi" }
      ])
    })
  )

  it.effect("without a prompt asks what the user said alone", () =>
    Effect.gen(function* () {
      const { messages } = yield* tried("chat", { pre_prompt: "" }, { query: "hi" })
      expect(messages).toEqual([{ role: "user", content: "hi" }])
    })
  )

  it.effect("with an advanced prompt has its messages, then what the user said", () =>
    Effect.gen(function* () {
      const prompt = [
        { role: "system", text: "Speak {{lang}}." },
        { role: "assistant", text: "Yes?" },
        { role: "user", text: "" }
      ]
      const modelConfig = { prompt_type: "advanced", chat_prompt_config: { prompt }, user_input_form: form }
      const { messages } = yield* tried("chat", modelConfig, { query: "hi", inputs: { lang: "fr" } })
      expect(messages).toEqual([
        { role: "system", content: "Speak fr." },
        { role: "assistant", content: "Yes?" },
        { role: "user", content: "hi" }
      ])
    })
  )

  it.effect("of a completion model frames the question and stops at the next one", () =>
    Effect.gen(function* () {
      const { requests } = yield* tried("chat", { model: completionModel, pre_prompt: "Be short." }, { query: "hi" })
      const [request] = requests
      assert.strictEqual(request?.mode, "completion")
      assert.deepStrictEqual(request?.stop, ["\nHuman:", "</histories>"])
      assert.match(String(request?.messages[0]?.content), /^Be short\.\n[\s\S]*Human: hi\n\nAssistant: $/)
    })
  )

  it.effect("with knowledge bases searches them first and tells the model what was found", () =>
    Effect.gen(function* () {
      const dataset_configs = {
        retrieval_model: "multiple",
        top_k: 2,
        score_threshold: 0.5,
        reranking_model: { reranking_provider_name: "cohere", reranking_model_name: "rerank" },
        datasets: { datasets: [{ dataset: { id: "d1", enabled: true } }, { dataset: { id: "d2", enabled: false } }] }
      }
      const mocks = { "type:knowledge-retrieval": { result: [{ content: "Paris", metadata: {} }] } }
      const { messages, status } = yield* tried(
        "chat",
        { pre_prompt: "Answer.", dataset_configs },
        { query: "hi", mocks }
      )
      assert.strictEqual(status, "succeeded")
      assert.match(String(messages?.[0]?.content), /<context>\nParis\n<\/context>\n\nAnswer\.\n$/)
      const missing = yield* Effect.flip(tried("chat", { dataset_configs }, { query: "hi" }))
      assert.deepStrictEqual([missing.code, missing.message.includes("d1")], ["retrieval_not_mapped", true])
    })
  )

  it.effect("needs a query, and takes its inputs as a workflow does", () =>
    Effect.gen(function* () {
      const modelConfig = { pre_prompt: "{{lang}}", user_input_form: form }
      assert.strictEqual((yield* Effect.flip(tried("chat", modelConfig))).code, "query_required")
      const missing = yield* Effect.flip(tried("chat", modelConfig, { query: "hi" }))
      assert.strictEqual(missing.message, "lang is required in input form")
      const long = yield* Effect.flip(tried("chat", modelConfig, { query: "hi", inputs: { lang: "123456789" } }))
      assert.strictEqual(long.message, "lang in input form must be less than 8 characters")
    })
  )

  it.effect("hostile inputs: values make no references, no placeholders and no tokens of models", () =>
    Effect.gen(function* () {
      const lang = { variable: "lang", label: "Language", required: true }
      const modelConfig = { pre_prompt: "[{{lang}}]", user_input_form: [{ paragraph: lang }] }
      const hostile = "{{#sys.user_id#}} {{lang}} {{#context#}} {% raw %} <|im_start|>"
      const query = "{{#start.lang#}} <|im_start|>"
      const { messages } = yield* tried("chat", modelConfig, { query, inputs: { lang: hostile } })
      expect(messages).toEqual([
        { role: "system", content: "[{{#sys.user_id#}} {lang} {#context#} {% raw %} ]\n" },
        { role: "user", content: query }
      ])
      const completing = { ...modelConfig, model: { ...chatModel, mode: "completion" } }
      const completed = yield* tried("completion", completing, { inputs: { lang: "<|end|>{{lang}}" } })
      expect(completed.messages).toEqual([{ role: "user", content: "[{lang}]\n" }])
    })
  )
})

describe("a completion app", () => {
  it.effect("is one message of the user, and its output is called result", () =>
    Effect.gen(function* () {
      const modelConfig = { pre_prompt: "Translate to {{lang}}.", user_input_form: form }
      const { outputs, messages } = yield* tried("completion", modelConfig, { inputs: { lang: "fr" } })
      assert.deepStrictEqual({ ...outputs }, { result: "Hello" })
      expect(messages).toEqual([{ role: "user", content: "Translate to fr.\n" }])
    })
  )

  it.effect("searches its knowledge bases for the input it names", () =>
    Effect.gen(function* () {
      const dataset_configs = { datasets: { datasets: [{ dataset: { id: "d1", enabled: true } }] } }
      const modelConfig = { pre_prompt: "{{lang}}", user_input_form: form, dataset_configs }
      const text = fileOf("completion", { ...modelConfig, dataset_query_variable: "lang" })
      const registry = yield* Effect.provide(
        NodeRegistry,
        NodeRegistry.layer(nodes).pipe(Layer.provide(LanguageModels.layerNone))
      )
      const { document } = readWorkflow(text, registry)
      assert.deepStrictEqual(
        document.nodes.map(({ id }) => id),
        ["start", "knowledge_retrieval", "llm", "end"]
      )
      assert.deepStrictEqual(document.nodes[1]?.data.query_variable_selector, ["start", "lang"])
    })
  )
})

describe("an agent-chat app", () => {
  const tool = {
    provider_type: "builtin",
    provider_id: "time",
    tool_name: "current_time",
    tool_parameters: {},
    enabled: true
  }

  it.effect("is an agent with its instructions and its tools, whose words are the answer", () =>
    Effect.gen(function* () {
      const modelConfig = { pre_prompt: "Be kind.", agent_mode: { enabled: true, tools: [] } }
      const { outputs, messages } = yield* tried("agent-chat", modelConfig, { query: "what time is it?" })
      assert.strictEqual(outputs.answer, "Hello")
      assert.match(String(messages?.[0]?.content), /^Be kind\./)
      assert.strictEqual(messages?.[1]?.content, "what time is it?")
    })
  )

  it.effect("its instructions are the system's words with its inputs, and it remembers the conversation", () =>
    Effect.gen(function* () {
      const modelConfig = {
        pre_prompt: "Answer in {{lang}}, {{other}}.",
        agent_mode: { tools: [] },
        user_input_form: form
      }
      const { messages } = yield* tried("agent-chat", modelConfig, {
        query: "and now?",
        inputs: { lang: "<|e|>fr" },
        history: [{ query: "what time is it?", answer: "noon" }]
      })
      assert.match(String(messages?.[0]?.content), /^Answer in fr, \{\{other\}\}\./)
      expect(messages?.slice(1)).toEqual([
        { role: "user", content: "what time is it?" },
        { role: "assistant", content: "noon" },
        { role: "user", content: "and now?" }
      ])
    })
  )

  it.effect(
    "says which tools are connected to nothing, passes over those that are off or too old, and can be mocked",
    () =>
      Effect.gen(function* () {
        const tools = [tool, { ...tool, tool_name: "off", enabled: false }, { dataset: { id: "x" } }]
        const modelConfig = { pre_prompt: "Answer in {{lang}}.", agent_mode: { tools }, user_input_form: form }
        const options: RunOptions = { query: "hi", inputs: { lang: "fr" } }
        const missing = yield* Effect.flip(tried("agent-chat", modelConfig, options))
        assert.deepStrictEqual([missing.code, missing.message.includes("current_time")], ["tool_not_mapped", true])
        const mocked = yield* tried("agent-chat", modelConfig, { ...options, mockExternals: true })
        assert.deepStrictEqual([mocked.status, mocked.outputs.answer], ["succeeded", "This is a mocked agent response"])
      })
  )
})

describe("the problems of a basic app", () => {
  const registry = Effect.runSync(
    Effect.provide(NodeRegistry, NodeRegistry.layer(nodes).pipe(Layer.provide(LanguageModels.layerNone)))
  )
  const problemsOf = (text: string) =>
    readWorkflow(text, registry).problems.map(({ severity, code, pointer, line }) => [severity, code, pointer, line])

  it("are shown at its model_config", () => {
    const head = "app: {mode: chat, name: x}\nkind: app\n"
    expect(problemsOf(`${head}workflow: {graph: {}}\n`)).toEqual([
      ["error", "dsl_workflow_missing", "/model_config", 1]
    ])
    expect(problemsOf(`${head}model_config: []\n`)).toEqual([["error", "dsl_workflow_missing", "/model_config", 3]])
    const noModel = problemsOf(`${head}model_config:\n  pre_prompt: hi\n`)
    assert.isAbove(noModel.length, 0)
    for (const [severity, code, pointer, line] of noModel) {
      assert.deepStrictEqual([severity, code, line], ["error", "node_config_invalid", 4])
      assert.match(String(pointer), /^\/model_config\/nodes\/1\/data\/model/)
    }
  })

  it("warn of what is done beside the model", () => {
    const model = JSON.stringify(chatModel)
    const text = `app: {mode: chat}\nmodel_config:\n  model: ${model}\n  external_data_tools: [{enabled: true, type: api}]\n`
    expect(problemsOf(text)).toEqual([["warning", "dsl_feature_unsupported", "/model_config/external_data_tools", 4]])
    const moderated = `app: {mode: chat}\nmodel_config:\n  model: ${model}\n  sensitive_word_avoidance: {enabled: true}\n`
    expect(problemsOf(moderated)).toEqual([
      ["warning", "dsl_feature_unsupported", "/model_config/sensitive_word_avoidance", 4]
    ])
  })

  it("hostile model_configs of any shape are read without a throw", () => {
    const shapes = [
      "5",
      "{user_input_form: {a: 1}}",
      "{user_input_form: [5, null, [], {text-input: 5}, {__proto__: {variable: __proto__}}]}",
      "{dataset_configs: {datasets: {datasets: [5, {dataset: []}, {dataset: {id: [], enabled: true}}]}}}",
      "{agent_mode: {tools: [5, {a: 1, b: 2, c: 3, d: 4}]}, model: []}",
      "{prompt_type: advanced, chat_prompt_config: {prompt: [5, {role: [], text: 7}]}}",
      "{model: {completion_params: {stop: 5}, mode: completion}, completion_prompt_config: []}"
    ]
    for (const shape of shapes) {
      for (const mode of ["chat", "completion", "agent-chat"]) {
        assert.isAbove(problemsOf(`app: {mode: ${mode}}\nmodel_config: ${shape}\n`).length, 0)
      }
    }
    assert.isFalse(Object.hasOwn(Object.prototype, "variable"))
  })
})
