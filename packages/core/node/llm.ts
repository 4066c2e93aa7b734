import { Clock, Effect, Result, Stream } from "effect"
import { capabilityErrors } from "../error/capability_errors.ts"
import { llmErrors } from "../error/llm_errors.ts"
import { modelErrors } from "../error/model_errors.ts"
import { templateErrors } from "../error/template_errors.ts"
import { parameterSelectors } from "../model/completion_parameters.ts"
import { difyErrorType } from "../model/dify_error_type.ts"
import { LanguageModels } from "../model/language_models.ts"
import type { ModelEnd } from "../model/model_delta.ts"
import type { ModelResponseFormat } from "../model/model_request.ts"
import { savedPrompts } from "../model/saved_prompts.ts"
import { type SpeakingTimes, usageValue } from "../model/usage_value.ts"
import type { Selector } from "../value/selector.ts"
import type { ValueObject } from "../value/value.ts"
import { defineNode } from "./define_node.ts"
import { AnswerText } from "./llm/answer_text.ts"
import { LlmConfig, wantsStructuredOutput } from "./llm/llm_config.ts"
import { llmRequest, type PreparedRequest } from "./llm/llm_request.ts"
import { mockedAnswer } from "./llm/mocked_answer.ts"
import { promptReferences, queryReferences } from "./llm/prompt_inputs.ts"
import { promptedFormat } from "./llm/prompted_format.ts"
import { structuredOutput } from "./llm/structured_output.ts"
import type { NodeContext } from "./node_context.ts"
import { NodeFailure, type NodeFailureDetails } from "./node_failure.ts"
import type { NodeResult } from "./node_result.ts"
import type { OutputDeclaration } from "./output_declaration.ts"

const outputs = (config: LlmConfig): ReadonlyArray<OutputDeclaration> => [
  { name: "text", type: "string", required: true, description: "What the model said." },
  { name: "reasoning_content", type: "string", required: true, description: "What it thought, in separated mode." },
  { name: "usage", type: "object", required: true, description: "Tokens, prices and times of the call." },
  { name: "finish_reason", type: "string", required: false, description: "Why it stopped: stop, length ..." },
  ...(wantsStructuredOutput(config)
    ? [{ name: "structured_output", type: "object", required: true, description: "The answer as an object." } as const]
    : []),
  { name: "files", type: "array", item: "file", required: false, description: "Media the model made." }
]

const selectors = (config: LlmConfig): ReadonlyArray<Selector> => [
  ...[...promptReferences(config), ...queryReferences(config)].map((reference) => reference.selector),
  ...config.prompt_config.jinja2_variables.map((variable) => variable.value_selector),
  ...parameterSelectors(config.model.completion_params),
  ...(config.context.enabled && config.context.variable_selector.length > 0 ? [config.context.variable_selector] : []),
  ...(config.vision.enabled ? [config.vision.configs.variable_selector] : [])
]

const requirements = Effect.fnUntraced(function* (config: LlmConfig) {
  const models = yield* LanguageModels
  const missing = yield* models.missing(config.model.provider, config.model.name)
  return missing === undefined ? [] : [missing]
})

/** What `--mock-externals` answers. */
const mockDefault: ValueObject = {
  text: "This is a mocked LLM response",
  usage: { prompt_tokens: 10, completion_tokens: 5, total_tokens: 15 },
  finish_reason: "stop"
}

/** An answer that has ended, and how long it took. */
interface Answered {
  readonly end: ModelEnd
  readonly times: SpeakingTimes
}

const seconds = (from: number, to: number): number => Math.round(to - from) / 1000

/** Asks the model and announces its words as they come. */
const ask = Effect.fnUntraced(function* (request: PreparedRequest["request"], answer: AnswerText) {
  const models = yield* LanguageModels
  const clock = yield* Clock.Clock
  const started = clock.currentTimeMillisUnsafe()
  let first: number | undefined
  let end: ModelEnd = { finishReason: null, usage: { prompt_tokens: 0, completion_tokens: 0, total_tokens: 0 } }
  yield* Stream.runForEach(models.stream(request), (delta) =>
    Effect.sync(() => {
      if (delta.kind === "end") end = delta
      else if (answer.take(delta)) first ??= clock.currentTimeMillisUnsafe()
    })
  )
  const ended = clock.currentTimeMillisUnsafe()
  const times: SpeakingTimes = {
    toFirstToken: first === undefined ? null : seconds(started, first),
    toGenerate: first === undefined ? null : seconds(first, ended)
  }
  return { end, times } satisfies Answered
})

/** Many servers know no schemas: one that refuses is asked again in words. Nothing was said yet when it refuses. */
const askEitherWay = (request: PreparedRequest["request"], answer: AnswerText) => {
  const prompted = promptedFormat(request)
  const asked = ask(request, answer)
  return prompted === undefined ? asked : Effect.catchTag(asked, "model_request_invalid", () => ask(prompted, answer))
}

const conclude = (
  format: ModelResponseFormat | undefined,
  { end, times }: Answered,
  answer: AnswerText,
  shown: NodeFailureDetails
): Result.Result<NodeResult, NodeFailure> => {
  const { text, reasoning } = answer.finish()
  const usage = usageValue(end.usage, times, end.prices)
  const processData = { ...shown.processData, usage, finish_reason: end.finishReason }
  const details = { ...shown, processData, usage: { total_price: "0", currency: "USD", ...end.usage } }
  const said = { text, reasoning_content: reasoning, usage, finish_reason: end.finishReason }
  if (format?.kind !== "json_schema") return Result.succeed({ ...details, outputs: said })
  return Result.mapBoth(structuredOutput(format.schema, text), {
    onSuccess: (object) => ({ ...details, outputs: { ...said, structured_output: object } }),
    onFailure: ({ error, type }) => new NodeFailure(error, { ...details, type })
  })
}

const run = Effect.fnUntraced(function* (config: LlmConfig, node: NodeContext) {
  const { inputs, request } = yield* llmRequest(config, node)
  const { provider, name, mode } = config.model
  const shown: NodeFailureDetails = {
    inputs,
    processData: {
      model_mode: mode,
      prompts: savedPrompts(mode, request.messages),
      model_provider: provider,
      model_name: name
    }
  }
  const answer = new AnswerText(config.reasoning_format, node.signal)
  return yield* askEitherWay(request, answer).pipe(
    Effect.mapError((error) => new NodeFailure(error, { ...shown, type: difyErrorType(error) })),
    Effect.flatMap((answered) => Effect.fromResult(conclude(request.responseFormat, answered, answer, shown)))
  )
})

/**
 * Asks a language model (Dify's `llm`): prompts with references, context, vision and structured output; its text is
 * streamed as it comes. The models are those of the service `LanguageModels`.
 */
export const llm = defineNode({
  type: "llm",
  version: "1",
  kind: "executable",
  summary: "Asks a language model and streams its answer.",
  config: LlmConfig,
  outputs,
  selectors,
  requirements,
  errors: [...modelErrors, ...llmErrors, ...templateErrors, ...capabilityErrors],
  retries: true,
  external: true,
  streamed: "text",
  mockDefault,
  mock: mockedAnswer,
  example: {
    config: {
      model: { provider: "openai", name: "gpt-4o-mini", mode: "chat", completion_params: { temperature: 0.7 } },
      prompt_template: [{ role: "user", text: "Greet {{#start.name#}}" }]
    },
    variables: { start: { name: "Ada" } },
    outputs: {
      text: "This is a mocked LLM response",
      reasoning_content: "",
      usage: usageValue({ prompt_tokens: 10, completion_tokens: 5, total_tokens: 15 }),
      finish_reason: "stop"
    }
  },
  run
})
