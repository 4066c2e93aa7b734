import { Effect } from "effect"
import { RetrievalNotMapped } from "../error/requirement_errors.ts"
import type { Selector } from "../value/selector.ts"
import { defineNode } from "./define_node.ts"
import { metadataSelectors } from "./knowledge/metadata_filter.ts"
import { RetrievalConfig } from "./knowledge/retrieval_config.ts"
import { NodeFailure } from "./node_failure.ts"

// Builders write an unused selector as [], null or "", older ones a whole one as text.
const selectorOf = (given: string | Selector): ReadonlyArray<Selector> => {
  const selector = typeof given === "string" ? given.split(".").filter((part) => part !== "") : given
  return selector.length === 0 ? [] : [selector]
}

const queries = (config: RetrievalConfig): ReadonlyArray<Selector> => [
  ...selectorOf(config.query_variable_selector),
  ...selectorOf(config.query_attachment_selector)
]

const notMapped = (config: RetrievalConfig): RetrievalNotMapped => {
  const ids = config.dataset_ids.slice(0, 5).join(", ")
  return new RetrievalNotMapped({
    message: `Knowledge base ${ids === "" ? "(none named)" : ids} is not connected to anything here; mock the node.`
  })
}

const found = [{ content: "This is mocked retrieval content", score: 0.95, metadata: { source: "mock_source" } }]

/**
 * A search in knowledge bases (Dify's `knowledge-retrieval`): `result` is a list of `{ content, title, metadata }`. It
 * is validated and can be mocked; no knowledge base is connected here, so it fails with `retrieval_not_mapped`. A node
 * without any query succeeds with no outputs, as in Dify.
 */
export const knowledgeRetrieval = defineNode({
  type: "knowledge-retrieval",
  version: "1",
  kind: "executable",
  summary: "Searches knowledge bases; can be mocked only.",
  config: RetrievalConfig,
  outputs: (config) => [{ name: "result", type: "array", item: "object", required: queries(config).length > 0 }],
  errors: [RetrievalNotMapped],
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
  requirements: (config) =>
    Effect.succeed(queries(config).length === 0 ? [] : [{ kind: "mapping", error: notMapped(config) }]),
  run: (config) => (queries(config).length === 0 ? { outputs: {} } : new NodeFailure(notMapped(config)))
})
