import { Effect, Schema } from "effect"
import { NodeTypeNotRunnable } from "../error/requirement_errors.ts"
import { ModelSettings } from "../model/model_settings.ts"
import type { ValueObject } from "../value/value.ts"
import { property } from "../value/value_object.ts"
import { noUsage } from "./config/no_usage.ts"
import { orDefault } from "./config/or_default.ts"
import { SelectorList } from "./config/selector.ts"
import { templateSelectors } from "./config/template_selectors.ts"
import { defineNode } from "./define_node.ts"
import { NodeFailure } from "./node_failure.ts"
import type { NodeResult } from "./node_result.ts"

const QuestionClass = Schema.Struct({
  id: Schema.String,
  name: Schema.String,
  label: orDefault(Schema.String, "")
})

const ClassifierConfig = Schema.Struct({
  query_variable_selector: orDefault(SelectorList, []),
  model: ModelSettings,
  classes: Schema.NonEmptyArray(QuestionClass),
  instruction: orDefault(Schema.String, ""),
  memory: Schema.optional(Schema.Unknown),
  vision: Schema.optional(Schema.Unknown)
})

type ClassifierConfig = typeof ClassifierConfig.Type

const notRunnable = (config: ClassifierConfig): NodeTypeNotRunnable =>
  new NodeTypeNotRunnable({
    message: `A question-classifier (model ${config.model.name}) cannot be run here yet; mock the node.`
  })

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

const mock = (config: ClassifierConfig, answer: ValueObject): NodeResult => {
  const index = chosenIndex(config, answer)
  const chosen = config.classes[index] ?? config.classes[0]
  return {
    outputs: {
      class_name: chosen.name,
      class_label: chosen.label === "" ? `CLASS ${index + 1}` : chosen.label,
      class_id: chosen.id,
      usage: property(answer, "usage") ?? noUsage
    },
    handle: chosen.id
  }
}

/**
 * Sends a question down the branch of the class a model gives it (Dify's `question-classifier`). It is validated and
 * can be mocked: `{ class_id }`, `{ branch }` or `{ class_name }` selects a class by id, name or label, else the first
 * is taken. It cannot run here yet and fails with `node_type_not_runnable`.
 */
export const questionClassifier = defineNode({
  type: "question-classifier",
  version: "1",
  kind: "branch",
  summary: "Sends a question down the branch of its class; can be mocked only.",
  config: ClassifierConfig,
  outputs: () => [
    { name: "class_name", type: "string", required: true },
    { name: "class_label", type: "string", required: true },
    { name: "class_id", type: "string", required: true },
    { name: "usage", type: "object", required: true }
  ],
  handles: (config) => config.classes.map(({ id }) => id),
  errors: [NodeTypeNotRunnable],
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
    ...config.classes.flatMap(({ name }) => templateSelectors(name))
  ],
  requirements: (config) => Effect.succeed([{ kind: "unsupported", error: notRunnable(config) }]),
  mock,
  run: (config) => new NodeFailure(notRunnable(config))
})
