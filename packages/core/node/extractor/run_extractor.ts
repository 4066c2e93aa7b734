import { Effect, Option, Result } from "effect"
import type { ModelError } from "../../error/model_errors.ts"
import { jsonObjectIn } from "../../model/json_object_in.ts"
import type { LanguageModels } from "../../model/language_models.ts"
import type { ModelAnswer } from "../../model/model_answer.ts"
import type { ModelMessage } from "../../model/model_request.ts"
import { savedPrompts } from "../../model/saved_prompts.ts"
import { usageValue } from "../../model/usage_value.ts"
import { withoutReasoning } from "../../model/without_reasoning.ts"
import { parseJson } from "../../value/parse_json.ts"
import { textOf } from "../../value/text_form.ts"
import type { Value, ValueObject } from "../../value/value.ts"
import { isValueObject, objectFrom } from "../../value/value_object.ts"
import { callModel } from "../llm/call_model.ts"
import type { NodeContext } from "../node_context.ts"
import { NodeFailure } from "../node_failure.ts"
import type { NodeResult } from "../node_result.ts"
import { extractedValues, extractionProblem, nothingExtracted } from "./extracted.ts"
import type { ExtractorConfig } from "./extractor_config.ts"
import { extractionTool, extractorMessages, toolOf } from "./extractor_prompt.ts"

/** An answer, and what was asked for it. */
interface Asked {
  readonly answer: ModelAnswer
  readonly messages: ReadonlyArray<ModelMessage>
  readonly tools: boolean
}

/** What keeps a model from being asked. */
interface Refusal {
  readonly error: NodeFailure["error"] | ModelError
  readonly messages: ReadonlyArray<ModelMessage>
}

const ask = Effect.fnUntraced(function* (
  config: ExtractorConfig,
  query: string,
  node: NodeContext,
  tools: boolean
): Effect.fn.Return<Asked, Refusal, LanguageModels> {
  const messages = yield* Effect.fromResult(extractorMessages(config, query, node, tools)).pipe(
    Effect.mapError(({ error }): Refusal => ({ error, messages: [] }))
  )
  const call = { model: config.model, messages, ...(tools ? { tools: [toolOf(config)] } : {}) }
  const part = tools ? "tool" : "prompt"
  return yield* Effect.mapBoth(callModel({ ...call, part }, node), {
    onSuccess: (answer) => ({ answer, messages, tools }),
    onFailure: (error): Refusal => ({ error, messages })
  })
})

/** Nothing tells beforehand whether a model knows tools: a server that refuses the tool is asked again without. */
const askEitherWay = (config: ExtractorConfig, query: string, node: NodeContext) => {
  const tools = config.reasoning_mode === "function_call" && config.model.mode === "chat"
  const asked = ask(config, query, node, tools)
  if (!tools) return asked
  return Effect.catchIf(
    asked,
    ({ error }) => error.code === "model_request_invalid",
    () => ask(config, query, node, false)
  )
}

/** The arguments of the tool, else the first object of the text; undefined when the model found nothing. */
const objectIn = ({ toolCalls, text }: ModelAnswer): ValueObject | undefined => {
  const call = toolCalls.find(({ name }) => name === extractionTool) ?? toolCalls[0]
  const given = call === undefined ? undefined : Option.getOrUndefined(Result.getSuccess(parseJson(call.arguments)))
  if (isValueObject(given)) return given
  return jsonObjectIn(withoutReasoning(call === undefined ? text : `${call.arguments}\n${text}`))
}

const nothingFound = "Failed to extract result from function call or text response, using empty result."

const outputsOf = ({ parameters }: ExtractorConfig, answer: ModelAnswer, usage: Value): ValueObject => {
  const said = objectIn(answer)
  const found = said === undefined || Object.keys(said).length === 0 ? undefined : said
  const problem = found === undefined ? nothingFound : extractionProblem(parameters, found)
  return objectFrom([
    ["__is_success", problem === undefined ? 1 : 0],
    ["__reason", problem ?? null],
    ["__usage", usage],
    ...extractedValues(parameters, found ?? nothingExtracted(parameters))
  ])
}

const failed = (config: ExtractorConfig, { error, messages }: Refusal, inputs: ValueObject): NodeFailure => {
  const outputs = objectFrom([
    ["__is_success", 0],
    ["__reason", "Failed to invoke model"],
    ["__error", error.message]
  ])
  const { mode, provider, name } = config.model
  const processData = {
    model_mode: mode,
    prompts: savedPrompts(mode, messages),
    model_provider: provider,
    model_name: name
  }
  return new NodeFailure(error, { inputs, processData, outputs, type: "" })
}

/** Asks the model for the parameters: an answer that does not fit is no failure, its output `__is_success` says so. */
export const runExtractor = Effect.fn("ParameterExtractor.run")(function* (
  config: ExtractorConfig,
  node: NodeContext
): Effect.fn.Return<NodeResult, NodeFailure, LanguageModels> {
  const query = textOf(node.variables.get(config.query) ?? "")
  const { mode, provider, name } = config.model
  const asking = { model_provider: provider, model_name: name }
  const inputs = { query, instruction: node.variables.text(config.instruction), ...asking }
  const { answer, messages, tools } = yield* askEitherWay(config, query, node).pipe(
    Effect.mapError((refusal) => failed(config, refusal, inputs))
  )
  const usage = usageValue(answer.usage, undefined, answer.prices)
  const [call] = answer.toolCalls
  return {
    inputs,
    outputs: outputsOf(config, answer, usage),
    processData: {
      model_mode: mode,
      prompts: savedPrompts(mode, messages),
      usage,
      function: tools ? extractionTool : null,
      tool_call: call === undefined ? null : { name: call.name, arguments: call.arguments },
      llm_text: answer.text,
      finish_reason: answer.finishReason,
      ...asking
    },
    usage: { total_price: "0", currency: "USD", ...answer.usage }
  }
})
