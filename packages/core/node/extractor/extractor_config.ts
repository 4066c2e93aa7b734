import { Schema } from "effect"
import { ModelSettings } from "../../model/model_settings.ts"
import { orDefault } from "../config/or_default.ts"
import { SelectorList } from "../config/selector.ts"
import { MemoryConfig, noVision, VisionConfig } from "../llm/llm_config.ts"
import { Parameter } from "./parameter.ts"

/** The `data` of a parameter-extractor node. */
export const ExtractorConfig = Schema.Struct({
  model: ModelSettings,
  query: orDefault(SelectorList, []),
  parameters: Schema.Array(Parameter),
  instruction: orDefault(Schema.String, ""),
  memory: orDefault(Schema.NullOr(MemoryConfig), null),
  reasoning_mode: orDefault(Schema.Literals(["function_call", "prompt"]), "function_call"),
  vision: orDefault(VisionConfig, noVision)
})

/** The `data` of a parameter-extractor node. */
export type ExtractorConfig = typeof ExtractorConfig.Type
