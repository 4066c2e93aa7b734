import { Effect } from "effect"
import { LanguageModels } from "../../model/language_models.ts"
import type { ModelSettings } from "../../model/model_settings.ts"
import type { Requirement } from "../define_node.ts"

/** What is missing for a node to ask its model. */
export const modelRequirements = Effect.fnUntraced(function* ({
  model
}: {
  readonly model: ModelSettings
}): Effect.fn.Return<ReadonlyArray<Requirement>, never, LanguageModels> {
  const models = yield* LanguageModels
  const missing = yield* models.missing(model.provider, model.name)
  return missing === undefined ? [] : [missing]
})
