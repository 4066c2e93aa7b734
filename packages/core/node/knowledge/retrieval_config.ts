import { Schema } from "effect"
import { ModelSettings } from "../../model/model_settings.ts"
import { orDefault } from "../config/or_default.ts"
import { PlainBoolean } from "../config/plain_boolean.ts"
import { PlainInteger, PlainNumber } from "../config/plain_number.ts"
import { SelectorList } from "../config/selector.ts"
import { MetadataFilter } from "./metadata_filter.ts"

const VariableSelector = orDefault(Schema.Union([SelectorList, Schema.String]), [])

const Weights = Schema.Struct({
  vector_setting: Schema.Struct({
    vector_weight: PlainNumber,
    embedding_provider_name: Schema.String,
    embedding_model_name: Schema.String
  }),
  keyword_setting: Schema.Struct({ keyword_weight: PlainNumber })
})

const MultipleRetrieval = Schema.Struct({
  top_k: PlainInteger,
  /** Null is no threshold. */
  score_threshold: Schema.optional(Schema.NullOr(PlainNumber)),
  reranking_mode: orDefault(Schema.Literals(["reranking_model", "weighted_score"]), "reranking_model"),
  reranking_enable: orDefault(PlainBoolean, true),
  reranking_model: Schema.optional(
    Schema.NullOr(Schema.Struct({ provider: orDefault(Schema.String, ""), model: orDefault(Schema.String, "") }))
  ),
  weights: Schema.optional(Schema.NullOr(Weights))
})

/** The `data` of a knowledge-retrieval node. Null and absent mean the same. */
export const RetrievalConfig = Schema.Struct({
  query_variable_selector: VariableSelector,
  query_attachment_selector: VariableSelector,
  dataset_ids: Schema.Array(Schema.String),
  retrieval_mode: Schema.Literals(["single", "multiple"]),
  multiple_retrieval_config: Schema.optional(Schema.NullOr(MultipleRetrieval)),
  single_retrieval_config: Schema.optional(Schema.NullOr(Schema.Struct({ model: ModelSettings }))),
  metadata_filtering_mode: orDefault(Schema.Literals(["disabled", "automatic", "manual"]), "disabled"),
  metadata_model_config: Schema.optional(Schema.NullOr(ModelSettings)),
  metadata_filtering_conditions: orDefault(Schema.NullOr(MetadataFilter), null),
  vision: Schema.optional(Schema.Unknown)
})

/** The `data` of a knowledge-retrieval node. */
export type RetrievalConfig = typeof RetrievalConfig.Type
