import { Effect, Schema } from "effect"
import { NodeTypeNotRunnable } from "../error/requirement_errors.ts"
import { AnyObject } from "./config/any_object.ts"
import { orDefault } from "./config/or_default.ts"
import { SelectorList } from "./config/selector.ts"
import { defineNode } from "./define_node.ts"
import { NodeFailure } from "./node_failure.ts"

const KnowledgeIndexConfig = Schema.Struct({
  chunk_structure: Schema.String,
  index_chunk_variable_selector: orDefault(SelectorList, []),
  indexing_technique: Schema.optional(Schema.NullOr(Schema.String)),
  summary_index_setting: Schema.optional(Schema.NullOr(AnyObject))
})

const notRunnable = new NodeTypeNotRunnable({
  message: "A knowledge-index stores chunks in a knowledge base of Dify, and there is none here; mock the node."
})

/**
 * The end of a RAG pipeline (Dify's `knowledge-index`): puts chunks into a knowledge base. There is none here, so a
 * pipeline can be validated, and run with a mock of this node; otherwise it fails with `node_type_not_runnable`.
 */
export const knowledgeIndex = defineNode({
  type: "knowledge-index",
  version: "1",
  kind: "response",
  summary: "Puts chunks into a knowledge base; can be mocked only.",
  config: KnowledgeIndexConfig,
  outputs: () => [
    { name: "dataset_id", type: "string", required: false },
    { name: "document_id", type: "string", required: false },
    { name: "batch", type: "string", required: false },
    { name: "display_status", type: "string", required: false }
  ],
  selectors: ({ index_chunk_variable_selector: chunks }) => (chunks.length === 0 ? [] : [chunks]),
  errors: [NodeTypeNotRunnable],
  example: {
    config: { chunk_structure: "text_model", index_chunk_variable_selector: ["start", "chunks"] },
    variables: { start: { chunks: { general_chunks: ["Tea"] } } },
    outputs: {}
  },
  requirements: () => Effect.succeed([{ kind: "unsupported", error: notRunnable }]),
  run: () => new NodeFailure(notRunnable)
})
