import { Effect, Layer } from "effect"
import { KnowledgeBases, type KnowledgeById } from "../../knowledge/knowledge_bases.ts"
import type { ModelRequest } from "../../model/model_request.ts"
import type { ModelScript } from "../../model/model_script.ts"
import { float, type Value } from "../../value/value.ts"
import { isValueArray, isValueObject, property } from "../../value/value_object.ts"
import { recordedModels } from "../_try_model_node.ts"
import { runNode } from "../_try_node.ts"
import { knowledgeRetrieval } from "../knowledge_retrieval.ts"
import { NodeFailure } from "../node_failure.ts"
import { NodeRegistry } from "../node_registry.ts"
import type { NodeResult } from "../node_result.ts"

/** For tests: the `data` of a search as Dify writes it. */
export const searchData = {
  type: "knowledge-retrieval",
  title: "Search",
  query_variable_selector: ["start", "query"],
  query_attachment_selector: [],
  dataset_ids: ["d1", "d2"],
  retrieval_mode: "multiple",
  multiple_retrieval_config: {
    top_k: 4,
    score_threshold: null,
    reranking_enable: false,
    reranking_mode: "weighted_score",
    weights: {
      weight_type: "customized",
      keyword_setting: { keyword_weight: 0.3 },
      vector_setting: { vector_weight: float(1), embedding_model_name: "", embedding_provider_name: "" }
    }
  }
}

/** For tests: searches once, with knowledge bases of the host and models that answer by a script. */
export const trySearch = (
  bases: KnowledgeById,
  more: object = {},
  query: Value = "how do cats purr?",
  script: ModelScript = []
) => {
  const requests: Array<ModelRequest> = []
  const services = Layer.merge(KnowledgeBases.layer(bases), recordedModels(script, requests))
  return Effect.gen(function* () {
    const found = (yield* NodeRegistry).find("knowledge-retrieval", "1")
    if (found === undefined) return yield* Effect.die("no node")
    const scopes = { start: { query, year: 2024, file: null }, env: { secret: "2024" } }
    return { outcome: yield* runNode(found, { ...searchData, ...more }, scopes), requests }
  }).pipe(Effect.provide(NodeRegistry.layer([knowledgeRetrieval]).pipe(Layer.provide(services))))
}

/** For tests: what a search found; nothing when it failed. */
export const foundIn = (outcome: NodeResult | NodeFailure): ReadonlyArray<Value> => {
  const result = outcome instanceof NodeFailure ? undefined : property(outcome.outputs, "result")
  return isValueArray(result) ? result : []
}

/** For tests: the titles of what a search found. */
export const titlesIn = (outcome: NodeResult | NodeFailure): ReadonlyArray<unknown> =>
  foundIn(outcome).map((item) => (isValueObject(item) ? item.title : item))
