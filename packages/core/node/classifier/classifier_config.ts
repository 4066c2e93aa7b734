import { Schema } from "effect"
import { ModelSettings } from "../../model/model_settings.ts"
import { orDefault } from "../config/or_default.ts"
import { SelectorList } from "../config/selector.ts"
import { MemoryConfig, noVision, VisionConfig } from "../llm/llm_config.ts"

const QuestionClass = Schema.Struct({
  id: Schema.String,
  name: Schema.String,
  label: orDefault(Schema.String, "")
})

/** A class of questions. */
export type QuestionClass = typeof QuestionClass.Type

/** The `data` of a question-classifier node. */
export const ClassifierConfig = Schema.Struct({
  query_variable_selector: orDefault(SelectorList, []),
  model: ModelSettings,
  classes: Schema.NonEmptyArray(QuestionClass),
  instruction: orDefault(Schema.String, ""),
  memory: orDefault(Schema.NullOr(MemoryConfig), null),
  vision: orDefault(VisionConfig, noVision)
})

/** The `data` of a question-classifier node. */
export type ClassifierConfig = typeof ClassifierConfig.Type
