import type { ValueObject } from "../../value/value.ts"
import { isValueObject, objectFrom, property } from "../../value/value_object.ts"
import { isEnabled, listAt, mappingAt, textAt } from "./config_field.ts"

/** Ids of the knowledge bases that are switched on; old files name them as tools of the agent mode. */
const datasetIds = (modelConfig: ValueObject): ReadonlyArray<string> => {
  const datasets = listAt(mappingAt(mappingAt(modelConfig, "dataset_configs"), "datasets"), "datasets")
  const tools = listAt(mappingAt(modelConfig, "agent_mode"), "tools")
  const entries = [...datasets, ...tools].flatMap((entry) =>
    isValueObject(entry) ? [mappingAt(entry, "dataset")] : []
  )
  const ids = entries.filter(isEnabled).map((dataset) => textAt(dataset, "id"))
  return [...new Set(ids.filter((id) => id !== ""))]
}

const multipleRetrieval = (configs: ValueObject): ValueObject => {
  const limited = property(configs, "score_threshold_enabled") === true
  const given = ["reranking_mode", "reranking_enable", "weights"].flatMap((name) => {
    const value = property(configs, name) ?? null
    return value === null ? [] : [[name, value] as const]
  })
  const reranking = mappingAt(configs, "reranking_model")
  const model = objectFrom([
    ["provider", textAt(reranking, "reranking_provider_name")],
    ["model", textAt(reranking, "reranking_model_name")]
  ])
  return objectFrom([
    ["top_k", property(configs, "top_k") ?? 4],
    ["score_threshold", limited ? (property(configs, "score_threshold") ?? null) : null],
    ["reranking_model", model],
    ...given
  ])
}

/**
 * The search in the knowledge bases of a basic app as the `data` of a knowledge-retrieval node; undefined without any.
 * `query` is what it searches for.
 */
export const basicKnowledge = (modelConfig: ValueObject, query: ReadonlyArray<string>): ValueObject | undefined => {
  const ids = datasetIds(modelConfig)
  if (ids.length === 0) return undefined
  const configs = mappingAt(modelConfig, "dataset_configs")
  const single = property(configs, "retrieval_model") === "single"
  return objectFrom([
    ["type", "knowledge-retrieval"],
    ["title", "Knowledge"],
    ["query_variable_selector", query],
    ["dataset_ids", ids],
    ["retrieval_mode", single ? "single" : "multiple"],
    single
      ? ["single_retrieval_config", objectFrom([["model", mappingAt(modelConfig, "model")]])]
      : ["multiple_retrieval_config", multipleRetrieval(configs)]
  ])
}
