import { Effect } from "effect"
import { knowledgeErrors } from "../error/knowledge_errors.ts"
import { RetrievalNotMapped } from "../error/requirement_errors.ts"
import { KnowledgeBases } from "../knowledge/knowledge_bases.ts"
import type { Selector } from "../value/selector.ts"
import { defineNode } from "./define_node.ts"
import { metadataSelectors } from "./knowledge/metadata_filter.ts"
import { RetrievalConfig } from "./knowledge/retrieval_config.ts"
import { retrievalNotMapped, searchKnowledge } from "./knowledge/search_knowledge.ts"

// Builders write an unused selector as [], null or "", older ones a whole one as text.
const selectorOf = (given: string | Selector): ReadonlyArray<Selector> => {
  const selector = typeof given === "string" ? given.split(".").filter((part) => part !== "") : given
  return selector.length === 0 ? [] : [selector]
}

const queries = (config: RetrievalConfig): ReadonlyArray<Selector> => [
  ...selectorOf(config.query_variable_selector),
  ...selectorOf(config.query_attachment_selector)
]

const requirements = Effect.fnUntraced(function* (config: RetrievalConfig) {
  const { find } = yield* KnowledgeBases
  const missing = config.dataset_ids.filter((id) => find(id) === undefined)
  if (queries(config).length === 0 || (missing.length === 0 && config.dataset_ids.length > 0)) return []
  return [{ kind: "mapping", error: retrievalNotMapped(missing) } as const]
})

const found = [{ content: "This is mocked retrieval content", score: 0.95, metadata: { source: "mock_source" } }]

/**
 * A search in knowledge bases (Dify's `knowledge-retrieval`): `result` is a list of `{ content, title, metadata }`, the
 * best first. The host gives the knowledge bases (`KnowledgeBases`): documents, which are searched by their words, or a
 * search of its own; without them it fails with `retrieval_not_mapped`. A node without any query succeeds with no
 * outputs, as in Dify.
 */
export const knowledgeRetrieval = defineNode({
  type: "knowledge-retrieval",
  version: "1",
  kind: "executable",
  summary: "Searches knowledge bases of the host.",
  config: RetrievalConfig,
  outputs: (config) => [{ name: "result", type: "array", item: "object", required: queries(config).length > 0 }],
  errors: [RetrievalNotMapped, ...knowledgeErrors],
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
  selectors: (config) => [...queries(config), ...metadataSelectors(config.metadata_filtering_conditions)],
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
