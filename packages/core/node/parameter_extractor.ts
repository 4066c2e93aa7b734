import { capabilityErrors } from "../error/capability_errors.ts"
import { PromptFilesInvalid, PromptFileUnavailable } from "../error/llm_errors.ts"
import { modelErrors } from "../error/model_errors.ts"
import { parameterSelectors } from "../model/completion_parameters.ts"
import type { Value, ValueObject } from "../value/value.ts"
import { isValueObject, objectFrom, property } from "../value/value_object.ts"
import { noUsage } from "./config/no_usage.ts"
import { templateSelectors } from "./config/template_selectors.ts"
import { defineNode } from "./define_node.ts"
import { ExtractorConfig } from "./extractor/extractor_config.ts"
import { parameterOutput, plausibleValue } from "./extractor/parameter.ts"
import { runExtractor } from "./extractor/run_extractor.ts"
import { modelRequirements } from "./llm/model_requirements.ts"

const mock = ({ parameters }: ExtractorConfig, answer: ValueObject) => {
  const listed = property(answer, "parameters")
  const given = isValueObject(listed) ? listed : answer
  const known: ReadonlyArray<readonly [string, Value]> = [
    ["__is_success", property(answer, "__is_success") ?? 1],
    ["__reason", property(answer, "__reason") ?? null],
    ["__usage", property(answer, "__usage") ?? noUsage]
  ]
  const extracted = parameters.map((parameter): readonly [string, Value] => {
    const value = property(given, parameter.name)
    return [parameter.name, value === undefined ? plausibleValue(parameter) : value]
  })
  return { outputs: objectFrom([...known, ...extracted]) }
}

/**
 * Extracts parameters from a text with a model (Dify's `parameter-extractor`): with a tool, or by asking for JSON. An
 * answer that does not fit is no failure: `__is_success` is 0, `__reason` says why, and every parameter has a value of
 * its type. A mock is `{ parameters: { name: value } }` or the values themselves; what it leaves out gets a plausible
 * value.
 */
export const parameterExtractor = defineNode({
  type: "parameter-extractor",
  version: "1",
  kind: "executable",
  summary: "Extracts parameters from a text with a model.",
  config: ExtractorConfig,
  outputs: (config) => [
    { name: "__is_success", type: "number", required: true },
    { name: "__reason", type: "string", required: false },
    { name: "__usage", type: "object", required: true },
    ...config.parameters.map(parameterOutput)
  ],
  errors: [PromptFilesInvalid, PromptFileUnavailable, ...modelErrors, ...capabilityErrors],
  external: true,
  mockDefault: { parameters: { param1: "value1", param2: "value2" } },
  example: {
    config: {
      model: { provider: "openai", name: "gpt-4o-mini", mode: "chat", completion_params: {} },
      query: ["start", "text"],
      parameters: [{ name: "city", type: "string", description: "A city", required: true }],
      reasoning_mode: "prompt"
    },
    variables: { start: { text: "I live in Rome" } },
    outputs: { __is_success: 1, __reason: null, __usage: noUsage, city: "mocked_city" }
  },
  selectors: (config) => [
    ...(config.query.length === 0 ? [] : [config.query]),
    ...templateSelectors(config.instruction),
    ...parameterSelectors(config.model.completion_params),
    ...(config.vision.enabled ? [config.vision.configs.variable_selector] : [])
  ],
  requirements: modelRequirements,
  mock,
  run: runExtractor
})
