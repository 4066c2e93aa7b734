import { Effect } from "effect"
import { capabilityErrors } from "../error/capability_errors.ts"
import { classifierErrors } from "../error/classifier_errors.ts"
import { PromptFilesInvalid, PromptFileUnavailable } from "../error/llm_errors.ts"
import { modelErrors } from "../error/model_errors.ts"
import { parameterSelectors } from "../model/completion_parameters.ts"
import { difyErrorType } from "../model/dify_error_type.ts"
import type { LanguageModels } from "../model/language_models.ts"
import { savedPrompts } from "../model/saved_prompts.ts"
import { usageValue } from "../model/usage_value.ts"
import { textOf } from "../value/text_form.ts"
import type { Value, ValueObject } from "../value/value.ts"
import { property } from "../value/value_object.ts"
import { chosenClass } from "./classifier/chosen_class.ts"
import { ClassifierConfig } from "./classifier/classifier_config.ts"
import { classifierMessages } from "./classifier/classifier_prompt.ts"
import { noUsage } from "./config/no_usage.ts"
import { templateSelectors } from "./config/template_selectors.ts"
import { defineNode } from "./define_node.ts"
import { callModel } from "./llm/call_model.ts"
import { modelRequirements } from "./llm/model_requirements.ts"
import type { NodeContext } from "./node_context.ts"
import { NodeFailure } from "./node_failure.ts"
import type { NodeResult } from "./node_result.ts"

/** The class an answer means, by id, name or label; the first class when it means none, as Dify does. */
const chosenIndex = ({ classes }: ClassifierConfig, answer: ValueObject): number => {
  for (const key of ["class_id", "branch", "class_name"]) {
    const said = property(answer, key)
    const byId = classes.findIndex(({ id }) => id === said)
    const found =
      byId >= 0 ? byId : classes.findIndex(({ name, label }) => name === said || (label !== "" && label === said))
    if (found >= 0) return found
  }
  return 0
}

const selected = (config: ClassifierConfig, index: number, usage: Value): NodeResult => {
  const { id, name, label } = config.classes[index] ?? config.classes[0]
  return {
    outputs: { class_name: name, class_label: label === "" ? `CLASS ${index + 1}` : label, class_id: id, usage },
    handle: id
  }
}

const mock = (config: ClassifierConfig, answer: ValueObject): NodeResult =>
  selected(config, chosenIndex(config, answer), property(answer, "usage") ?? noUsage)

const queryOf = ({ query_variable_selector: selector }: ClassifierConfig, { variables }: NodeContext): Value =>
  variables.get(selector) ?? null

const run = Effect.fnUntraced(function* (
  config: ClassifierConfig,
  node: NodeContext
): Effect.fn.Return<NodeResult, NodeFailure, LanguageModels> {
  const query = queryOf(config, node)
  const { provider, name, mode } = config.model
  const asking = { model_provider: provider, model_name: name }
  const inputs = { query, ...asking }
  const messages = yield* Effect.fromResult(classifierMessages(config, textOf(query), node)).pipe(
    Effect.mapError(({ error, type }) => new NodeFailure(error, { inputs, type }))
  )
  const asked = { model_mode: mode, prompts: savedPrompts(mode, messages), ...asking }
  const answer = yield* callModel({ model: config.model, messages }, node).pipe(
    Effect.mapError((error) => new NodeFailure(error, { inputs, processData: asked, type: difyErrorType(error) }))
  )
  const usage = usageValue(answer.usage, undefined, answer.prices)
  const processData = { ...asked, usage, finish_reason: answer.finishReason }
  const details = { inputs, processData, usage: { total_price: "0", currency: "USD", ...answer.usage } }
  const index = yield* Effect.fromResult(chosenClass(answer.text, config)).pipe(
    Effect.mapError(({ error, type }) => new NodeFailure(error, { ...details, type }))
  )
  const result = selected(config, index, usage)
  // A class may be named after a variable; the model saw the name as it is written.
  const named = node.variables.text(config.classes[index]?.name ?? "")
  return { ...result, ...details, outputs: { ...result.outputs, class_name: named } }
})

/**
 * Sends a question down the branch of the class that a model gives it (Dify's `question-classifier`). An answer that
 * names no known class means the first one; an answer without JSON fails with `classification_unreadable`. As a mock
 * `{ class_id }`, `{ branch }` or `{ class_name }` selects a class by id, name or label, else the first is taken.
 */
export const questionClassifier = defineNode({
  type: "question-classifier",
  version: "1",
  kind: "branch",
  summary: "Sends a question down the branch of the class a model gives it.",
  config: ClassifierConfig,
  outputs: () => [
    { name: "class_name", type: "string", required: true },
    { name: "class_label", type: "string", required: true },
    { name: "class_id", type: "string", required: true },
    { name: "usage", type: "object", required: true }
  ],
  handles: (config) => config.classes.map(({ id }) => id),
  errors: [...classifierErrors, PromptFilesInvalid, PromptFileUnavailable, ...modelErrors, ...capabilityErrors],
  external: true,
  mockDefault: { class_name: "class_1", branch: "class_1" },
  example: {
    config: {
      query_variable_selector: ["start", "question"],
      model: { provider: "openai", name: "gpt-4o-mini", mode: "chat", completion_params: {} },
      classes: [
        { id: "1", name: "Billing" },
        { id: "2", name: "Other" }
      ]
    },
    variables: { start: { question: "Where is my invoice?" } },
    outputs: { class_name: "Billing", class_label: "CLASS 1", class_id: "1", usage: noUsage }
  },
  selectors: (config) => [
    ...(config.query_variable_selector.length === 0 ? [] : [config.query_variable_selector]),
    ...templateSelectors(config.instruction),
    ...config.classes.flatMap(({ name }) => templateSelectors(name)),
    ...parameterSelectors(config.model.completion_params),
    ...(config.vision.enabled ? [config.vision.configs.variable_selector] : [])
  ],
  requirements: modelRequirements,
  mock,
  run
})
