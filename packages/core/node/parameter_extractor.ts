import { Effect, Schema } from "effect"
import { NodeTypeNotRunnable } from "../error/requirement_errors.ts"
import { ModelSettings } from "../model/model_settings.ts"
import type { Value, ValueObject } from "../value/value.ts"
import { isValueObject, objectFrom, property } from "../value/value_object.ts"
import { noUsage } from "./config/no_usage.ts"
import { orDefault } from "./config/or_default.ts"
import { SelectorList } from "./config/selector.ts"
import { templateSelectors } from "./config/template_selectors.ts"
import { defineNode } from "./define_node.ts"
import { Parameter, parameterOutput, plausibleValue } from "./extractor/parameter.ts"
import { NodeFailure } from "./node_failure.ts"

const ExtractorConfig = Schema.Struct({
  model: ModelSettings,
  query: orDefault(SelectorList, []),
  parameters: Schema.Array(Parameter),
  instruction: orDefault(Schema.String, ""),
  memory: Schema.optional(Schema.Unknown),
  reasoning_mode: orDefault(Schema.Literals(["function_call", "prompt"]), "function_call"),
  vision: Schema.optional(Schema.Unknown)
})

type ExtractorConfig = typeof ExtractorConfig.Type

const notRunnable = (config: ExtractorConfig): NodeTypeNotRunnable =>
  new NodeTypeNotRunnable({
    message: `A parameter-extractor (model ${config.model.name}) cannot be run here yet; mock the node.`
  })

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
 * Extracts parameters from a text with a model (Dify's `parameter-extractor`). It is validated and can be mocked:
 * `{ parameters: { name: value } }` or the values themselves; what a mock leaves out gets a plausible value of its type.
 * It cannot run here yet and fails with `node_type_not_runnable`.
 */
export const parameterExtractor = defineNode({
  type: "parameter-extractor",
  version: "1",
  kind: "executable",
  summary: "Extracts parameters from a text; can be mocked only.",
  config: ExtractorConfig,
  outputs: (config) => [
    { name: "__is_success", type: "number", required: true },
    { name: "__reason", type: "string", required: false },
    { name: "__usage", type: "object", required: true },
    ...config.parameters.map(parameterOutput)
  ],
  errors: [NodeTypeNotRunnable],
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
    ...templateSelectors(config.instruction)
  ],
  requirements: (config) => Effect.succeed([{ kind: "unsupported", error: notRunnable(config) }]),
  mock,
  run: (config) => new NodeFailure(notRunnable(config))
})
