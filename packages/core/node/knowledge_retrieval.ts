import { Effect } from "effect"
import { capabilityErrors } from "../error/capability_errors.ts"
import { knowledgeErrors } from "../error/knowledge_errors.ts"
import { modelErrors } from "../error/model_errors.ts"
import { RetrievalNotMapped } from "../error/requirement_errors.ts"
import { KnowledgeBases } from "../knowledge/knowledge_bases.ts"
import { parameterSelectors } from "../model/completion_parameters.ts"
import type { LanguageModels } from "../model/language_models.ts"
import type { ModelSettings } from "../model/model_settings.ts"
import type { Selector } from "../value/selector.ts"
import { defineNode, type Requirement } from "./define_node.ts"
import { metadataSelectors } from "./knowledge/metadata_filter.ts"
import { RetrievalConfig } from "./knowledge/retrieval_config.ts"
import { retrievalNotMapped, searchKnowledge } from "./knowledge/search_knowledge.ts"
import { modelRequirements } from "./llm/model_requirements.ts"

// Builders write an unused selector as [], null or "", older ones a whole one as text.
const selectorOf = (given: string | Selector): ReadonlyArray<Selector> => {
  const selector = typeof given === "string" ? given.split(".").filter((part) => part !== "") : given
  return selector.length === 0 ? [] : [selector]
}

const queries = (config: RetrievalConfig): ReadonlyArray<Selector> => [
  ...selectorOf(config.query_variable_selector),
  ...selectorOf(config.query_attachment_selector)
]

/** The models that a node asks: one chooses between knowledge bases, one reads conditions out of the query. */
const modelsOf = (config: RetrievalConfig): ReadonlyArray<ModelSettings> => {
  const chooses = config.retrieval_mode === "single" && config.dataset_ids.length > 1
  const chooser = chooses ? config.single_retrieval_config?.model : undefined
  const reader = config.metadata_filtering_mode === "automatic" ? config.metadata_model_config : undefined
  return [chooser, reader].filter((model) => model !== undefined && model !== null)
}

const requirements = Effect.fnUntraced(function* (
  config: RetrievalConfig
): Effect.fn.Return<ReadonlyArray<Requirement>, never, LanguageModels> {
  if (queries(config).length === 0) return []
  const { find } = yield* KnowledgeBases
  const missing = config.dataset_ids.filter((id) => find(id) === undefined)
  const isConnected = missing.length === 0 && config.dataset_ids.length > 0
  const models = yield* Effect.forEach(modelsOf(config), (model) => modelRequirements({ model }))
  return [...(isConnected ? [] : [{ kind: "mapping", error: retrievalNotMapped(missing) } as const]), ...models.flat()]
})

const found = [{ content: "This is mocked retrieval content", score: 0.95, metadata: { source: "mock_source" } }]

/**
 * A search in knowledge bases (Dify's `knowledge-retrieval`): `result` is a list of `{ content, title, metadata }`, the
 * best first. The host gives the knowledge bases (`KnowledgeBases`): documents, which are searched by their words, or a
 * search of its own; without them it fails with `retrieval_not_mapped`. In mode `single` a model chooses one of several;
 * in metadata mode `automatic` one reads the conditions out of the query. A node without any query succeeds with no
 * outputs, as in Dify.
 */
export const knowledgeRetrieval = defineNode({
  type: "knowledge-retrieval",
  version: "1",
  kind: "executable",
  summary: "Searches knowledge bases of the host.",
  config: RetrievalConfig,
  outputs: (config) => [{ name: "result", type: "array", item: "object", required: queries(config).length > 0 }],
  errors: [RetrievalNotMapped, ...knowledgeErrors, ...modelErrors, ...capabilityErrors],
  external: true,
  mockDefault: { result: found },
  example: {
    config: {
      query_variable_selector: ["start", "query"],
      dataset_ids: ["a8c2b1f0-0000-4000-8000-000000000000"],
      retrieval_mode: "multiple",
      multiple_retrieval_config: { top_k: 3 }
    },
    variables: { start: { query: "What is it?" } },
    outputs: { result: found }
  },
  selectors: (config) => [
    ...queries(config),
    ...metadataSelectors(config.metadata_filtering_conditions),
    ...modelsOf(config).flatMap(({ completion_params }) => parameterSelectors(completion_params))
  ],
  requirements,
  run: (config, context) =>
    queries(config).length === 0
      ? { outputs: {} }
      : searchKnowledge(
          config,
          {
            query: selectorOf(config.query_variable_selector)[0],
            attachments: selectorOf(config.query_attachment_selector)[0]
          },
          context
        )
})
